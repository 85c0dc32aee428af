package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Walks over the API of a server on PostgreSQL, which has no text with NUL or half a character. */
class PostgresInputTests {

  private static final JsonMapper JSON = new JsonMapper();
  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final List<String> VALUES = List.of("\0", "a\0b", "\ufffe");
  private static final List<String> JSON_VALUES =
      List.of("\"\\u0000\"", "\"a\\u0000b\"", "\"\\ud800\"", "\"b\\udfffb\"");

  private static EmbeddedPostgres postgres;
  private static TestServer server;

  @BeforeAll
  static void start() throws Exception {
    postgres = EmbeddedPostgres.start();
    server =
        TestServer.start(
            "spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"),
            "parley.admin.stream-heartbeat=50ms");
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    postgres.close();
  }

  @Test
  void noValueIsTooMuchForTheDatabase() throws Exception {
    JsonNode paths = JSON.readTree(send("GET", "/v3/api-docs", null).body()).get("paths");
    for (var path : paths.properties()) {
      for (var operation : path.getValue().properties()) {
        walk(operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue());
      }
    }
    // What was recorded of all that keeps nothing else from being recorded.
    send("POST", "/api/v1/rooms?reason=last", "{\"name\":\"the-last\"}");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() ->
            !JSON.readTree(send("GET", "/api/v1/audit?subject=the-last", null).body())
                .get("items")
                .isEmpty());
  }

  private static void walk(String verb, String path, JsonNode operation) throws Exception {
    String filled = path.replace("{name}", "lobby").replaceAll("\\{[^}]*}", "1");
    JsonNode body = operation.at("/requestBody/content/application~1json/example");
    String example = body.isObject() ? body.toString() : null;
    for (JsonNode parameter : operation.path("parameters")) {
      String name = parameter.get("name").asString();
      for (String value : VALUES) {
        String encoded = URLEncoder.encode(value, StandardCharsets.UTF_8);
        switch (parameter.get("in").asString()) {
          case "query" -> expectAnswer(verb, filled + "?" + name + "=" + encoded, example);
          case "path" -> {
            String one = path.replace("{" + name + "}", encoded);
            expectAnswer(
                verb, one.replace("{name}", "lobby").replaceAll("\\{[^}]*}", "1"), example);
          }
          default -> {}
        }
      }
    }
    if (example != null) {
      for (var property : body.properties()) {
        for (String value : JSON_VALUES) {
          String before = "\"" + property.getKey() + "\":" + property.getValue();
          expectAnswer(
              verb, filled, example.replace(before, "\"" + property.getKey() + "\":" + value));
        }
      }
    }
  }

  private static void expectAnswer(String verb, String path, String body) throws Exception {
    if (path.contains("/stream") && !path.contains("%")) {
      return; // It would go on and on.
    }
    HttpResponse<?> answer = send(verb, path, body);
    assertThat(answer.statusCode())
        .as(verb + " " + path + " " + body + " " + answer.body())
        .isLessThan(500);
  }

  private static HttpResponse<String> send(String verb, String path, String body) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + server.httpPort() + path))
            .timeout(Duration.ofSeconds(60))
            .header("Authorization", ServerProcess.admin(TestServer.PASSWORD));
    if (body != null) {
      request.header("Content-Type", "application/json");
    }
    return HTTP.send(
        request
            .method(verb, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.ofString());
  }
}
