package dev.parley.http.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.http.Answer;
import dev.parley.http.ApiTester;
import dev.parley.http.HttpTest;
import dev.parley.http.request.IdempotencyKey;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

@HttpTest
class IdempotencyTests {

  private static final String OPS = "/api/v1/rooms/ops/messages";

  @Autowired private ApiTester api;

  @BeforeEach
  void reset() {
    api.reset();
    api.room("ops", 0);
  }

  private Answer post(String key, String json) {
    return api.send("POST", OPS, json, IdempotencyKey.HEADER, key);
  }

  private static String fresh() {
    return "\"" + UUID.randomUUID() + "\"";
  }

  @Test
  void sameRequestIsAnsweredTheSame() {
    String key = fresh();

    Answer first = post(key, "{\"text\":\"hi\",\"from\":\"ci\"}").is(201);
    Answer again = post(key, "{ \"from\": \"ci\", \"text\": \"hi\" }").is(201);

    assertThat(again.body()).isEqualTo(first.body());
    assertThat(again.header("Location")).isEqualTo(first.header("Location"));
    assertThat(first.header("Idempotency-Replayed")).isEmpty();
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
    assertLines(1);
  }

  @Test
  void anotherKeyIsAnotherRequest() {
    post(fresh(), "{\"text\":\"hi\"}").is(201).has("$.offset", 1);
    post(fresh(), "{\"text\":\"hi\"}").is(201).has("$.offset", 2);
    api.post(OPS, "{\"text\":\"hi\"}").is(201).has("$.offset", 3);
  }

  @Test
  void keyIsForOneRequestOnly() {
    api.room("dev", 0);
    String key = fresh();
    post(key, "{\"text\":\"hi\"}").is(201);

    post(key, "{\"text\":\"ho\"}").isProblem(422, "idempotency_key_reused");
    post(key, "{\"text\":\"hi\",\"from\":\"bob\"}").isProblem(422, "idempotency_key_reused");
    api.send("POST", "/api/v1/rooms/dev/messages", "{\"text\":\"hi\"}", IdempotencyKey.HEADER, key)
        .isProblem(422, "idempotency_key_reused");
    assertLines(1);
  }

  @Test
  void refusedPostMayBeTriedAgain() {
    String key = fresh();

    post(key, "{\"text\":\"\"}").isProblem(400, "empty_text");
    post(key, "{\"text\":\"hi\"}").is(201);
  }

  @Test
  void quotesAreOptional() {
    String key = UUID.randomUUID().toString();

    post(key, "{\"text\":\"hi\"}").is(201);
    post('"' + key + '"', "{\"text\":\"hi\"}").is(201);
    assertLines(1);
  }

  static List<String> malformed() {
    return List.of(
        "",
        " ",
        "\"\"",
        "a b",
        "\"a",
        "a\"",
        "a,b",
        "a;b",
        "\"a\";p=1",
        "x".repeat(256),
        '"' + "x".repeat(256) + '"');
  }

  @ParameterizedTest
  @MethodSource("malformed")
  void malformedKeyIsRefused(String key) {
    post(key, "{\"text\":\"hi\"}")
        .isProblem(400, "invalid_request")
        .has("$.errors[0].field", "Idempotency-Key");
    assertLines(0);
  }

  @Test
  void longestKeyIsTaken() {
    post("x".repeat(255), "{\"text\":\"hi\"}").is(201);
  }

  @Test
  void duplicatesAtTheSameTimeAreOneLine() throws Exception {
    for (int round = 1; round <= 20; round++) {
      String key = fresh();
      List<Callable<Answer>> posts =
          IntStream.range(0, 20)
              .<Callable<Answer>>mapToObj(n -> () -> post(key, "{\"text\":\"hi\"}"))
              .toList();
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<Answer>> answers = threads.invokeAll(posts);
        Set<String> bodies =
            answers.stream()
                .map(answer -> answer.resultNow().is(201).body())
                .collect(Collectors.toSet());
        assertThat(bodies).hasSize(1);
      }
      assertLines(round);
    }
  }

  @Test
  void redactedTextDoesNotComeBack() {
    String key = fresh();
    post(key, "{\"text\":\"secret\"}").is(201).has("$.offset", 1);
    api.delete(OPS + "/1").is(204);

    Answer again = post(key, "{\"text\":\"secret\"}").is(201).has("$.offset", 1);

    again.has("$.text", "").has("$.redacted", true);
    assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
  }

  @Test
  void keyOutlivesItsRoom() {
    api.room("passing", 0);
    String path = "/api/v1/rooms/passing/messages";
    String key = fresh();
    api.send("POST", path, "{\"text\":\"hi\"}", IdempotencyKey.HEADER, key).is(201);
    api.delete("/api/v1/rooms/passing").is(204);
    api.room("passing", 3);

    api.send("POST", path, "{\"text\":\"hi\"}", IdempotencyKey.HEADER, key)
        .is(201)
        .has("$.offset", 1)
        .has("$.text", "");
    api.get("/api/v1/rooms/passing").has("$.lastOffset", 3);
  }

  private void assertLines(int lines) {
    api.get("/api/v1/rooms/ops").has("$.lastOffset", lines);
  }
}
