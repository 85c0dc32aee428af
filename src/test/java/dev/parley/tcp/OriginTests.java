package dev.parley.tcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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

  @ParameterizedTest
  @CsvSource({
    "https://chat.example.org, Chat.Example.org, true",
    "https://chat.example.org, chat.example.org:443, true",
    "https://chat.example.org:443, chat.example.org, true",
    "http://chat.example.org, chat.example.org:80, true",
    "https://chat.example.org:8443, chat.example.org:8443, true",
    "https://chat.example.org, chat.example.org:80, false",
    "http://chat.example.org, chat.example.org:8080, false",
    "https://chat.example.org, evil.example, false",
    "https://chat.example.org, '', false"
  })
  void hostIsThatOfThePageWhateverTheSchemeHere(String origin, String host, boolean same) {
    assertThat(Origin.of(origin).isOf(host)).isEqualTo(same);
  }
}
