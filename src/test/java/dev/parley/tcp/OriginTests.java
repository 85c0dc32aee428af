package dev.parley.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OriginTests {

  @ParameterizedTest
  @CsvSource({
    "https://chat.example.org, https://chat.example.org",
    "HTTPS://Chat.Example.org:443, https://chat.example.org",
    "http://localhost:80, http://localhost",
    "http://127.0.0.1:2326, http://127.0.0.1:2326",
    "http://[2001:DB8::1]:2326, http://[2001:db8::1]:2326"
  })
  void originIsParsed(String text, String canonical) {
    assertThat(Origin.of(text)).hasToString(canonical).isEqualTo(Origin.parse(canonical));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "chat.example.org",
        "ws://chat.example.org",
        "https://",
        "https://chat.example.org/",
        "https://chat.example.org:65536",
        "https://me@chat.example.org",
        "https://chat.example.org evil.example",
        "https://chat.example.org;script-src",
        "https://[::1"
      })
  void whatIsNoOriginIsRefused(String text) {
    assertThat(Origin.parse(text)).isNull();
    assertThatThrownBy(() -> Origin.of(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anotherSchemeHasItsOwnDefaultPort() {
    Origin host = Origin.ofHost("http", "chat.example.org");
    assertThat(host).isNotNull();
    assertThat(host.withScheme("https")).isEqualTo(Origin.of("https://chat.example.org"));
    assertThat(Origin.of("http://chat.example.org:8080").withScheme("https"))
        .isEqualTo(Origin.of("https://chat.example.org:8080"));
  }
}
