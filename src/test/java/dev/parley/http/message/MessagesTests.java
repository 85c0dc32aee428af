package dev.parley.http.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.http.Answer;
import dev.parley.http.ApiTester;
import dev.parley.http.HttpTest;
import dev.parley.http.HttpTestApplication;
import dev.parley.http.ShiftedClock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

@HttpTest
class MessagesTests {

  @Autowired private ApiTester api;
  @Autowired private ShiftedClock clock;

  @BeforeEach
  void reset() {
    api.reset();
  }

  @AfterEach
  void run() {
    clock.run();
  }

  @Test
  void messageIsPostedUnderANameOfOnesChoice() {
    api.room("ops", 3);

    Answer posted =
        api.post("/api/v1/rooms/ops/messages", "{\"text\":\"build passed\",\"from\":\"ci\"}");

    posted.is(201).has("$.offset", 4);
    assertThat(posted.header("Location")).isEqualTo("/api/v1/rooms/ops/messages/4");
    Map<String, Object> message = api.get(posted.header("Location")).is(200).at("$");
    assertThat(message.keySet())
        .containsExactly("type", "room", "offset", "epoch", "at", "from", "text");
    assertThat(message)
        .containsEntry("from", "ci")
        .containsEntry("type", "message")
        .containsEntry("text", "build passed");
  }

  @Test
  void messageIsTheServersUnlessItSaysOtherwise() {
    api.post("/api/v1/rooms/lobby/messages", "{\"text\":\"hi\"}").is(201).has("$.from", "parley");
    api.post("/api/v1/rooms/lobby/messages", "{\"text\":\"hi\",\"from\":null}")
        .is(201)
        .has("$.from", "parley");
  }

  @Test
  void whatIsWrongWithAMessageIsSaid() {
    String path = "/api/v1/rooms/lobby/messages";
    String longest = "x".repeat(HttpTestApplication.LINE_BYTES);

    api.post(path, "{\"text\":\"" + longest + "\"}").is(201);
    api.post(path, "{\"text\":\"x" + longest + "\"}").isProblem(400, "line_too_long");
    api.post(path, "{\"text\":\"\"}").isProblem(400, "empty_text");
    api.post(path, "{\"text\":null}").isProblem(400, "invalid_request");
    api.post(path, "{\"text\":7}").isProblem(400, "malformed_body");
    api.post(path, "{\"text\":\"hi\",\"from\":\"a b\"}").isProblem(400, "malformed_name");
    api.post(path, "{\"text\":\"hi\",\"from\":\"\"}").isProblem(400, "malformed_name");
    api.post(path, "{\"text\":\"hi\",\"form\":\"ci\"}").isProblem(400, "unknown_property");
    api.post("/api/v1/rooms/nowhere/messages", "{\"text\":\"hi\"}").isProblem(404, "no_such_room");
  }

  @Test
  void searchWantsAllWords() {
    api.room("ops", 0);
    List.of("Build 812 passed", "build 813 FAILED", "lunch?", "the 813 bus failed")
        .forEach(text -> api.post("/api/v1/rooms/ops/messages", "{\"text\":\"" + text + "\"}"));

    assertThat(found("build")).containsExactly(1, 2);
    assertThat(found("failed%20BUILD")).containsExactly(2);
    assertThat(found("build-813")).containsExactly(2);
    assertThat(found("fail")).isEmpty();
    assertThat(found("%20")).hasSize(4);
    api.get("/api/v1/rooms/ops/messages?q=%3F%21").isProblem(400, "invalid_request");
  }

  @Test
  void searchTakesSoManyWordsAndCharactersAndNoMore() {
    api.room("ops", 1);
    assertThat(found("line" + "%20line".repeat(31))).hasSize(1);
    assertThat(found("x".repeat(1000))).isEmpty();
    for (String tooMuch : List.of("line" + "%20line".repeat(32), "x".repeat(1001))) {
      api.get("/api/v1/rooms/ops/messages?q=" + tooMuch).isProblem(400, "invalid_request");
    }
  }

  private List<Integer> found(String words) {
    return api.get("/api/v1/rooms/ops/messages?q=" + words).is(200).at("$.items[*].offset");
  }

  @Test
  void searchIsPaged() {
    api.room("ops", 5);
    api.post("/api/v1/rooms/ops/messages", "{\"text\":\"other\"}");

    Answer first = api.get("/api/v1/rooms/ops/messages?q=line&limit=3");
    Answer second =
        api.get("/api/v1/rooms/ops/messages?q=line&limit=3&cursor=" + first.at("$.next"));

    first.has("$.items[*].offset", List.of(3, 4, 5));
    second.has("$.items[*].offset", List.of(1, 2)).has("$.next", null);
  }

  @Test
  void linesAreThoseOfOnePersonBetweenTwoTimes() {
    clock.stop();
    api.room("ops", 0);
    String path = "/api/v1/rooms/ops/messages";
    for (int i = 1; i <= 6; i++) {
      String from = i % 2 == 0 ? "ci" : "cd";
      api.post(path, "{\"text\":\"build " + i + "\",\"from\":\"" + from + "\"}").is(201);
      clock.pass(Duration.ofSeconds(10));
    }
    String second = api.get(path + "/2").at("$.at");
    String fifth = api.get(path + "/5").at("$.at");

    api.get(path + "?from=CI").is(200).has("$.items[*].offset", List.of(2, 4, 6));
    api.get(path + "?from=ci&q=4").has("$.items[*].offset", List.of(4));
    api.get(path + "?since=" + second + "&until=" + fifth)
        .has("$.items[*].offset", List.of(2, 3, 4, 5));
    api.get(path + "?until=" + second).has("$.items[*].offset", List.of(1, 2));
    api.get(path + "?since=" + second + "&after=3").has("$.items[*].offset", List.of(4, 5, 6));
    Answer page = api.get(path + "?from=ci&limit=1&since=" + second + "&until=" + fifth);
    page.has("$.items[*].offset", List.of(2));
    api.get(path + "?from=ci&cursor=" + page.at("$.next"))
        .has("$.items[*].offset", List.of(4))
        .has("$.next", null);
    api.get(path + "?from=a%20b").isProblem(400, "invalid_request");
    api.get(path + "?since=yesterday").isProblem(400, "invalid_request");
    api.get(path + "?until=%2B1000000000-12-31T23:59:59.999999999Z").is(200);
    api.get("/api/v1/rooms/nowhere/messages?since=" + second).isProblem(404, "no_such_room");
  }

  @Test
  void redactedLineKeepsItsOffset() {
    api.room("ops", 3);

    api.delete("/api/v1/rooms/ops/messages/2").is(204);

    api.get("/api/v1/rooms/ops/messages/2")
        .is(200)
        .has("$.offset", 2)
        .has("$.text", "")
        .has("$.redacted", true);
    api.get("/api/v1/rooms/ops/messages").has("$.items[*].offset", List.of(1, 2, 3));
    api.delete("/api/v1/rooms/ops/messages/2").is(204);
  }

  @Test
  void thereIsNoLineBeyondTheEnds() {
    api.room("ops", 1);

    for (String offset : List.of("0", "2", "-1", "9223372036854775807", "-9223372036854775808")) {
      api.get("/api/v1/rooms/ops/messages/" + offset).isProblem(404, "no_such_message");
      api.delete("/api/v1/rooms/ops/messages/" + offset).isProblem(404, "no_such_message");
    }
    api.get("/api/v1/rooms/ops/messages/one")
        .isProblem(400, "invalid_request")
        .has("$.errors[0].field", "offset");
    api.get("/api/v1/rooms/nowhere/messages/1").isProblem(404, "no_such_room");
    api.get("/api/v1/rooms/nowhere/messages").isProblem(404, "no_such_room");
  }

  @Test
  void boundsHaveBounds() {
    for (String query : List.of("after=-1", "before=0", "before=-5", "after=x", "before=1e3")) {
      api.get("/api/v1/rooms/lobby/messages?" + query).isProblem(400, "invalid_request");
    }
  }
}
