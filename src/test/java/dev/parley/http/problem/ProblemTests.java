package dev.parley.http.problem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.api.Refusal;
import dev.parley.http.Answer;
import dev.parley.http.ApiTester;
import dev.parley.http.HttpTest;
import dev.parley.http.HttpTestApplication;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@HttpTest
class ProblemTests {

  private static final String RIGHT = ApiTester.basic("admin", ApiTester.PASSWORD);

  @Autowired private ApiTester api;

  @BeforeEach
  void reset() {
    api.reset();
  }

  @ParameterizedTest
  @EnumSource(Refusal.class)
  void everyRefusalIsAnErrorOverHttp(Refusal refusal) {
    assertThat(Problem.of(refusal).status().isError()).isTrue();
    assertThat(Problem.of(refusal).title()).matches("[A-Z][a-z0-9 ]+");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "{",
        "{]",
        "{\"text\":}",
        "{\"text\":\"a\"",
        "nonsense",
        "{'text':'a'}",
        "[]",
        "null",
        "7",
        "\"x\"",
        "{\"text\":\"a\"} x",
        "{\"text\":\"a\",\"text\":\"b\"}",
        "{\"text\":[\"a\"]}",
        "{\"text\":{}}",
        "{\"text\":true}",
        "{\"text\":1.5}",
        "{\"text\":\"\\ud800\\x\"}",
        "\uFEFF"
      })
  void bodyThatIsNotWhatItShouldBeIsMalformed(String body) {
    api.post("/api/v1/announcements", body).isProblem(400, "malformed_body");
  }

  @Test
  void deepNestingIsMalformed() {
    api.post("/api/v1/announcements", "[".repeat(2000)).isProblem(400, "malformed_body");
    api.post("/api/v1/announcements", "{\"text\":" + "[".repeat(2000))
        .isProblem(400, "malformed_body");
  }

  @Test
  void bytesThatAreNotUtf8AreMalformed() {
    byte[] body = "{\"text\":\"é\"}".getBytes(StandardCharsets.ISO_8859_1);

    api.send(post("application/json").POST(BodyPublishers.ofByteArray(body)))
        .isProblem(400, "malformed_body");
  }

  @Test
  void largeBodyIsRefusedAtOnce() {
    api.post("/api/v1/announcements", "{\"text\":\"" + "x".repeat(4096) + "\"}")
        .isProblem(413, "content_too_large");
  }

  @Test
  void bodyIsRefusedThatTurnsOutToBeLarge() {
    byte[] body = ("{\"text\":\"" + "x".repeat(4096) + "\"}").getBytes(StandardCharsets.UTF_8);

    api.send(
            post("application/json")
                .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body))))
        .isProblem(413, "content_too_large");
  }

  @Test
  void largestBodyIsTaken() {
    String text = "{\"text\":\"\"}";

    api.post("/api/v1/announcements", " ".repeat(4096 - text.length()) + text)
        .isProblem(400, "empty_text");
  }

  @Test
  void bugIsToldWithoutItsInternals() {
    api.get(HttpTestApplication.FAULT).isProblem(500, "internal");
  }

  @Test
  void unknownPathIsNotFound() {
    for (String path :
        List.of(
            "/api/v1/nothing", "/api/v1", "/nothing", "/api/v1/rooms/", "/error", "/index.html")) {
      api.get(path).isProblem(404, "not_found").has("$.instance", path);
    }
  }

  @Test
  void methodThatAResourceLacksIsNotAllowed() {
    Answer answer = api.send("PUT", "/api/v1/rooms", "{}");

    answer.isProblem(405, "method_not_allowed");
    assertThat(answer.header("Allow")).contains("GET", "POST");
    api.delete("/api/v1/listeners").isProblem(405, "method_not_allowed");
    api.send("PROPFIND", "/api/v1/rooms", null).isProblem(400, "invalid_request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/xml", "application/yaml", "text/html", "nonsense"})
  void onlyJsonIsAnswered(String type) {
    api.send(api.request("/api/v1/rooms").header("Authorization", RIGHT).header("Accept", type))
        .isProblem(406, "not_acceptable");
    api.send(api.request("/api/v1/rooms/x").header("Authorization", RIGHT).header("Accept", type))
        .isProblem(404, "no_such_room");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "text/plain",
        "application/xml",
        "nonsense",
        "application/yaml",
        "application/octet-stream"
      })
  void onlyJsonIsTaken(String type) {
    api.send(post(type).POST(BodyPublishers.ofString("{\"text\":\"a\"}")))
        .isProblem(415, "unsupported_media_type");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/v1/rooms/%2F", "/api/v1/rooms/a%5Cb", "/api/v1/rooms/a;b=c", "/api/v1/rooms/%2e%2e",
        "/api/v1/rooms/a%00b", "/api/v1//rooms", "/api/v1/rooms/%0a", "/api/v1/rooms/%25"
      })
  void pathThatLooksLikeAnAttackIsInvalid(String path) {
    Answer answer = api.get(path);

    assertThat(answer.status()).isIn(400, 404);
    answer.isProblem(answer.status(), answer.at("$.code"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /api/v1/rooms/%zz HTTP/1.1",
        "GET /api/v1/rooms?q=%zz HTTP/1.1",
        "GET /api/v1/rooms?limit=%zz HTTP/1.1",
        "GET /api/v1/rooms/{x} HTTP/1.1",
        "GET /api/v1/rooms/\u0001 HTTP/1.1",
        "GET api HTTP/1.1",
        "GET /api/v1/rooms/%ff%fe HTTP/1.1",
        "G\u0001T / HTTP/1.1",
        "GET /" + "x" + " HTTP/9.9",
      })
  void requestThatTomcatRefusesIsAProblemToo(String line) throws IOException {
    String answer = raw(line);

    assertThat(answer).matches("(?s)HTTP/1.1 (4\\d\\d|505).*");
    assertThat(answer.toLowerCase(Locale.ROOT)).contains("content-type: application/problem+json");
    assertThat(answer).contains("\"type\":\"urn:parley:problem:", "\"code\":\"");
    assertThat(answer).doesNotContain("Exception", "Tomcat");
  }

  private String raw(String requestLine) throws IOException {
    try (Socket socket = new Socket("localhost", api.port())) {
      socket.setSoTimeout(10_000);
      socket
          .getOutputStream()
          .write(
              (requestLine
                      + "\r\nHost: localhost\r\nAuthorization: "
                      + RIGHT
                      + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.UTF_8));
      try (InputStream in = socket.getInputStream()) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }

  private HttpRequest.Builder post(String type) {
    return api.request("/api/v1/announcements")
        .header("Authorization", RIGHT)
        .header("Content-Type", type);
  }
}
