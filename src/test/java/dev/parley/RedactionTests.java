package dev.parley;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tests that redacted lines are shown nowhere any more, over real sockets and real HTTP. */
@Timeout(300)
class RedactionTests {

  private static final String NUMBER = "555-1234";

  @TempDir private Path data;

  private TestServer start() {
    return TestServer.start("parley.data-dir=" + data, "parley.resume.hold=2m");
  }

  private static String call(TestServer server, String method, String path)
      throws IOException, InterruptedException {
    return call(server, method, path, "");
  }

  private static String call(
      TestServer server, String method, String path, String body, String... headers)
      throws IOException, InterruptedException {
    String admin = "admin:" + TestServer.PASSWORD;
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.httpPort() + "/api/v1/rooms" + path))
            .method(method, BodyPublishers.ofString(body))
            .header("Content-Type", "application/json")
            .header(
                "Authorization",
                "Basic " + Base64.getEncoder().encodeToString(admin.getBytes(UTF_8)));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = client.send(request.build(), BodyHandlers.ofString());
      assertThat(answer.statusCode()).isLessThan(300);
      return answer.body();
    }
  }

  @Test
  void redactedTopicIsShownNowhereNorAfterARestart() throws Exception {
    try (TestServer server = start()) {
      call(server, "POST", "", "{\"name\":\"red\"}");
      try (TestClient ann = server.join("ann");
          TestClient bob = server.connect()) {
        ann.send("/join red").expectUntil("-- You are ann in #red.*");
        bob.send("/json on").send("bob").send("/join red").expectUntil(".*\"room\":\"red\".*");
        ann.expectUntil("-- bob joined #red .*");
        ann.send("/topic my number is " + NUMBER).expectUntil(".*" + NUMBER);
        bob.expectUntil(".*" + NUMBER + ".*");
        call(server, "DELETE", "/red/messages/1?reason=privacy");

        ann.expectLine("-- parley cleared the topic of #red");
        bob.expect("\\{\"type\":\"topic\",\"room\":\"red\",\"offset\":2,.*\"text\":\"\".*");
        bob.expect("\\{\"type\":\"redacted\",\"room\":\"red\",\"offset\":1,\"epoch\":.*");
        ann.send("/topic").expectLine("-- #red has no topic.");
        bob.send("/rooms");
        assertThat(bob.line()).contains("\"red\"").doesNotContain(NUMBER);
        ann.send("/search " + NUMBER).expectLine("-- Nothing was found.");
      }
      shownNowhere(server);
    }
    try (TestServer server = start()) {
      shownNowhere(server);
    }
  }

  private static void shownNowhere(TestServer server) throws Exception {
    assertThat(call(server, "GET", "/red")).contains("\"topic\":\"\"");
    assertThat(call(server, "GET", "")).doesNotContain(NUMBER);
    assertThat(call(server, "GET", "/red/messages?after=0")).doesNotContain(NUMBER);
    assertThat(call(server, "GET", "/red/messages?q=" + NUMBER)).contains("\"items\":[]");
    try (TestClient newcomer = server.join("new")) {
      newcomer.send("/join red").expectUntil("-- You are new in #red. Nobody else is here.");
      newcomer.send("/history 10").expectUntil("[0-9: ]+-- A line of ann was removed.");
    }
  }

  @Test
  void redactedLineIsNotInTheAnswerToTheSameKeyNorInAReplay() throws Exception {
    try (TestServer server = start()) {
      TestClient carol = server.join("carol");
      String line = carol.line();
      while (!line.startsWith("-- After a drop")) {
        line = carol.line();
      }
      String token = line.replaceFirst(".*/resume ", "");
      carol.reset();
      String post = "{\"text\":\"my number is " + NUMBER + "\"}";
      String[] key = {"Idempotency-Key", "a-key-of-this-test"};
      assertThat(call(server, "POST", "/lobby/messages", post, key)).contains(NUMBER);
      assertThat(call(server, "POST", "/lobby/messages", post, key)).contains(NUMBER);
      call(server, "DELETE", "/lobby/messages/1");
      assertThat(call(server, "POST", "/lobby/messages", post, key))
          .contains("\"offset\":1,", "\"text\":\"\"")
          .doesNotContain(NUMBER);
      try (TestClient again = server.connect()) {
        again.send("/resume " + token).expectUntil("[0-9: ]+-- A line of parley was removed.");
      }
    }
  }
}
