package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A key is remembered by the server that is started next, too. */
class IdempotencyRestartTests {

  @TempDir private Path dataDir;

  private TestServer start() {
    return TestServer.start("parley.data-dir=" + dataDir);
  }

  private static HttpResponse<String> post(TestServer server, String text) throws Exception {
    String login =
        Base64.getEncoder()
            .encodeToString(("admin:" + TestServer.PASSWORD).getBytes(StandardCharsets.UTF_8));
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://localhost:" + server.httpPort() + "/api/v1/rooms/lobby/messages"))
            .header("Authorization", "Basic " + login)
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", "\"one\"")
            .POST(HttpRequest.BodyPublishers.ofString("{\"text\":\"" + text + "\"}"))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    }
  }

  @Test
  void nothingIsSaidTwiceAcrossARestart() throws Exception {
    HttpResponse<String> first;
    try (TestServer server = start()) {
      first = post(server, "hi");
      assertThat(first.statusCode()).isEqualTo(201);
    }
    try (TestServer server = start()) {
      HttpResponse<String> again = post(server, "hi");
      assertThat(again.statusCode()).isEqualTo(201);
      assertThat(again.body()).isEqualTo(first.body());
      assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
      assertThat(post(server, "ho").statusCode()).isEqualTo(422);
    }
  }
}
