package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
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

  @Test
  void consoleIsBelowIt() throws Exception {
    HttpResponse<String> led = send(request("/chat/").GET());
    assertThat(led.statusCode()).isEqualTo(302);
    assertThat(led.headers().firstValue("Location")).contains("/chat/console/");
    for (String path : List.of("/chat/console/", "/chat/console/rooms/ops")) {
      HttpResponse<String> page = send(request(path).GET());
      assertThat(page.statusCode()).isEqualTo(200);
      assertThat(page.body()).contains("<base href=\"/chat/console/\">");
    }
    HttpResponse<String> proxied =
        send(request("/chat/console/").header("X-Forwarded-Prefix", "/tools").GET());
    assertThat(proxied.body()).contains("<base href=\"/tools/console/\">");
  }

  @Test
  void cookieOfTheConsoleIsForTheApiBelowIt() throws Exception {
    HttpRequest.Builder login =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.httpPort() + "/chat/console/login"))
            .header("X-Parley-Console", "1")
            .header("Content-Type", "application/json")
            .header("X-Forwarded-Proto", "https")
            .POST(
                BodyPublishers.ofString(
                    "{\"name\":\"admin\",\"password\":\"" + TestServer.PASSWORD + "\"}"));
    HttpResponse<String> in = send(login);
    assertThat(in.statusCode()).as(in.body()).isEqualTo(200);
    assertThat(in.headers().firstValue("Set-Cookie").orElseThrow().split("; ", -1))
        .contains("Path=/chat/api/v1", "Secure", "HttpOnly", "SameSite=Strict");
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
