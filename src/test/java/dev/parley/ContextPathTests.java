package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests the API below a context path, and behind a proxy that has it below a prefix of its own. */
class ContextPathTests {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static TestServer server;

  @BeforeAll
  static void start() {
    server =
        TestServer.start(
            "server.servlet.context-path=/chat",
            "server.forward-headers-strategy=framework",
            "parley.admin.allowed-origins=https://chat.example");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void locationCanBeFollowed() throws Exception {
    Map<String, String> bodies =
        Map.of(
            "/api/v1/rooms", "{\"name\":\"ops\"}",
            "/api/v1/rooms/lobby/messages", "{\"text\":\"hello\"}",
            "/api/v1/bans", "{\"nick\":\"mallory\"}",
            "/api/v1/accounts", "{\"name\":\"walker\",\"password\":\"correct horse\"}");
    for (Map.Entry<String, String> made : bodies.entrySet()) {
      String location = location(made.getKey(), made.getValue());
      assertThat(location).startsWith("/chat" + made.getKey() + "/");
      HttpResponse<String> got = send(request(location).GET());
      assertThat(got.statusCode()).as(location).isEqualTo(200);
    }
  }

  @Test
  void locationHasThePrefixThatTheProxyTells() throws Exception {
    assertThat(location("/api/v1/rooms", "{\"name\":\"dev\"}", "X-Forwarded-Prefix", "/tools"))
        .isEqualTo("/tools/api/v1/rooms/dev");
  }

  @Test
  void pagesOfAllowedSitesMayCallIt() throws Exception {
    HttpResponse<String> listed =
        send(request("/chat/api/v1/rooms").header("Origin", "https://chat.example").GET());
    assertThat(listed.headers().firstValue("Access-Control-Allow-Origin"))
        .contains("https://chat.example");
  }

  private static String location(String path, String body, String... headers) throws Exception {
    HttpRequest.Builder request =
        request("/chat" + path)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    HttpResponse<String> made = send(request);
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return made.headers().firstValue("Location").orElseThrow();
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + path))
        .header("Authorization", ServerProcess.admin(TestServer.PASSWORD));
  }

  private static HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    return HTTP.send(request.build(), BodyHandlers.ofString());
  }
}
