package dev.parley.line;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HttpRequestLineTests {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET / HTTP/1.1",
        "POST /api/v1/rooms?x=y HTTP/1.0",
        "CONNECT example.org:443 HTTP/1.1",
        "OPTIONS * HTTP/1.1",
        "PRI * HTTP/2.0",
        "M-SEARCH * HTTP/1.1",
        "GET http://example.org/ HTTP/1.1"
      })
  void requestsAreRecognised(String line) {
    assertThat(HttpRequestLine.looksLikeHttp(line)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bob",
        "GET",
        "GET / HTTP",
        "GET /",
        "GET / HTTP/11",
        "GET  / HTTP/1.1",
        " GET / HTTP/1.1",
        "say GET / HTTP/1.1",
        "GET / HTTP/1.1 is what browsers say",
        "/join HTTP/1.1"
      })
  void everythingElseIsNot(String line) {
    assertThat(HttpRequestLine.looksLikeHttp(line)).isFalse();
  }
}
