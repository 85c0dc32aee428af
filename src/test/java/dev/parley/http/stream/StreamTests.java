package dev.parley.http.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import dev.parley.HttpStream;
import dev.parley.chat.account.TokenScope;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.operator.Operator;
import dev.parley.http.Answer;
import dev.parley.http.ApiTester;
import dev.parley.http.HttpTest;
import dev.parley.http.Outage;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

@HttpTest
class StreamTests {

  private static final String OPS = "/api/v1/rooms/ops/stream";
  private static final String TEXT = "Accept: text/plain";
  private static final String EVENTS = "Accept: text/event-stream";

  @Autowired private ApiTester api;
  @Autowired private Operator operator;
  @Autowired private Streams streams;
  @Autowired private Outage outage;

  @BeforeEach
  void reset() {
    outage.over();
    api.reset();
    await().until(() -> streams.count() == 0);
  }

  @Test
  void linesAreJsonUnlessOneAsksForSomethingElse() {
    api.room("ops", 3);

    try (HttpStream stream = api.stream(OPS + "?after=1", "Accept: */*")) {
      assertThat(stream.header("Content-Type")).isEqualTo("application/x-ndjson");
      assertThat(stream.header("Cache-Control")).isEqualTo("no-store");
      assertThat(stream.header("X-Accel-Buffering")).isEqualTo("no");
      Map<String, Object> line = JsonPath.read(stream.line(), "$");
      assertThat(line.keySet())
          .containsExactly("type", "room", "offset", "epoch", "at", "from", "text");
      assertThat(line)
          .containsEntry("type", "message")
          .containsEntry("room", "ops")
          .containsEntry("offset", 2)
          .containsEntry("epoch", epoch())
          .containsEntry("from", "ci")
          .containsEntry("text", "line 2");
      assertThat(stream.line()).contains("\"offset\":3");
      operator.post("ops", "ci", "line 4\nand more");
      assertThat(stream.line()).contains("\"offset\":4", "\"line 4\\nand more\"");
    }
  }

  @Test
  void textIsWhatPeopleSee() {
    api.room("ops", 1);

    try (HttpStream stream = api.stream(OPS + "?after=0", TEXT)) {
      assertThat(stream.header("Content-Type")).isEqualTo("text/plain;charset=UTF-8");
      assertThat(stream.line()).matches("\\d\\d:\\d\\d <ci> line 1");
      operator.post("ops", "bob", "two\nlines, ü");
      assertThat(stream.line()).matches("\\d\\d:\\d\\d <bob> two");
      assertThat(stream.line()).matches("\\d\\d:\\d\\d <bob> lines, ü");
      api.patch("/api/v1/rooms/ops", "{\"topic\":\"new\"}").is(200);
      assertThat(stream.line())
          .matches("\\d\\d:\\d\\d -- parley changed the topic of #ops to: new");
    }
  }

  @Test
  void eventsHaveTheOffsetForTheirId() {
    api.room("ops", 1);

    try (HttpStream stream = api.stream(OPS + "?after=0", EVENTS)) {
      assertThat(stream.header("Content-Type")).isEqualTo("text/event-stream;charset=UTF-8");
      Map<String, String> first = stream.event();
      assertThat(first).containsOnlyKeys("id", "event", "data").containsEntry("id", "1");
      assertThat(first).containsEntry("event", "message");
      assertThat(first.get("data")).startsWith("{\"type\":\"message\"").contains("\"offset\":1");
      api.patch("/api/v1/rooms/ops", "{\"topic\":\"new\"}").is(200);
      assertThat(stream.event()).containsEntry("id", "2").containsEntry("event", "topic");
    }
  }

  @Test
  void lastEventIdCountsBeforeAfter() {
    api.room("ops", 5);

    try (HttpStream stream = api.stream(OPS + "?after=1", EVENTS, "Last-Event-ID: 4")) {
      assertThat(stream.event()).containsEntry("id", "5");
    }
    api.send("GET", OPS, null, "Last-Event-ID", "x")
        .isProblem(400, "invalid_request")
        .has("$.errors[0].field", "Last-Event-ID");
  }

  @Test
  void withoutAnOffsetItBeginsNow() {
    api.room("ops", 5);

    try (HttpStream stream = api.stream(OPS).begun()) {
      operator.post("ops", "ci", "now");
      assertThat(stream.line()).contains("\"offset\":6", "\"now\"");
    }
  }

  @Test
  void whatHasExpiredIsSaid() {
    operator.create(
        "ops", "", new RoomSettings(true, false, null, 0, 0, new RetentionPolicy(3L, null)));
    for (int n = 1; n <= 10; n++) {
      operator.post("ops", "ci", "line " + n);
    }

    try (HttpStream json = api.stream(OPS + "?after=0");
        HttpStream text = api.stream(OPS + "?after=6", TEXT);
        HttpStream events = api.stream(OPS + "?after=0", EVENTS)) {
      json.expect(
          "{\"type\":\"gap\",\"room\":\"ops\",\"epoch\":\""
              + epoch()
              + "\",\"from\":1,\"to\":7,\"expired\":7}");
      assertThat(json.line()).contains("\"offset\":8");
      text.expect("-- line 7 has expired");
      assertThat(text.line()).endsWith("<ci> line 8");
      assertThat(events.event()).containsEntry("id", "7").containsEntry("event", "gap");
      assertThat(events.event()).containsEntry("id", "8");
    }
    try (HttpStream stream = api.stream(OPS + "?after=7")) {
      assertThat(stream.line()).contains("\"offset\":8");
    }
  }

  @Test
  void roomThatKeepsNothingIsFollowedAllTheSame() {
    operator.create(
        "ops", "", new RoomSettings(true, false, null, 0, 0, new RetentionPolicy(0L, null)));
    operator.post("ops", "ci", "gone");

    try (HttpStream stream = api.stream(OPS + "?after=0", TEXT)) {
      stream.expect("-- line 1 has expired");
      operator.post("ops", "ci", "here");
      assertThat(stream.line()).endsWith("<ci> here");
    }
  }

  @Test
  void redactedLineHasNoText() {
    api.room("ops", 2);
    operator.redact("ops", 1);

    try (HttpStream json = api.stream(OPS + "?after=0");
        HttpStream text = api.stream(OPS + "?after=0", TEXT)) {
      assertThat(json.line()).contains("\"offset\":1", "\"text\":\"\",\"redacted\":true");
      assertThat(text.line()).endsWith("-- A line of ci was removed.");
    }
  }

  @Test
  void redactionOfALineThatWasSentIsTold() {
    api.room("ops", 2);

    try (HttpStream json = api.stream(OPS + "?after=1");
        HttpStream events = api.stream(OPS + "?after=1", EVENTS);
        HttpStream text = api.stream(OPS + "?after=1", TEXT)) {
      assertThat(json.line()).contains("\"offset\":2", "\"line 2\"");
      assertThat(events.event()).containsEntry("id", "2");
      assertThat(text.line()).endsWith("<ci> line 2");
      operator.redact("ops", 2);
      String redacted =
          "{\"type\":\"redacted\",\"room\":\"ops\",\"offset\":2,\"epoch\":\"" + epoch() + "\"}";
      json.expect(redacted);
      assertThat(events.event())
          .containsOnlyKeys("event", "data")
          .containsEntry("event", "redacted")
          .containsEntry("data", redacted);
      operator.post("ops", "ci", "line 3");
      assertThat(json.line()).contains("\"offset\":3");
      assertThat(events.event()).containsEntry("id", "3");
      assertThat(text.line()).endsWith("<ci> line 3");
    }
  }

  @Test
  void thousandsOfLinesAreReplayed() {
    api.room("ops", 999);

    try (HttpStream stream = api.stream(OPS + "?after=0")) {
      for (int offset = 1; offset <= 999; offset++) {
        assertThat(stream.line()).contains("\"offset\":" + offset + ",");
      }
    }
  }

  @Test
  void deletedRoomEndsItsStreams() {
    api.room("ops", 1);

    try (HttpStream json = api.stream(OPS).begun();
        HttpStream text = api.stream(OPS, TEXT).begun();
        HttpStream events = api.stream(OPS, EVENTS).begun()) {
      operator.post("ops", "ci", "last");
      operator.delete("ops");

      List<String> lines = json.rest();
      assertThat(lines).hasSize(2);
      assertThat(lines.getLast())
          .isEqualTo(
              "{\"type\":\"bye\",\"reason\":\"room-deleted\",\"text\":\"the room was deleted\"}");
      assertThat(text.rest()).hasSize(2).endsWith("-- bye: the room was deleted");
      assertThat(events.event()).containsEntry("event", "message");
      assertThat(events.event()).containsEntry("event", "bye").doesNotContainKey("id");
    }
    await().until(() -> streams.count() == 0);
  }

  @Test
  void revokedTokenEndsItsStreamsAlone() {
    api.room("ops", 0);
    Answer made =
        api.post("/api/v1/tokens", "{\"name\":\"ci\",\"scopes\":[\"messages:read\"]}").is(201);

    try (HttpStream own = api.stream(OPS, bearer(made.at("$.token"))).begun();
        HttpStream others =
            api.stream(OPS, bearer(api.token("cd", TokenScope.MESSAGES_READ))).begun();
        HttpStream admins = api.stream(OPS).begun()) {
      operator.post("ops", "ci", "before");
      assertThat(own.line()).contains("\"before\"");
      api.delete("/api/v1/tokens/" + made.<String>at("$.id")).is(204);
      for (int n = 1; n <= 100; n++) {
        operator.post("ops", "ci", "line " + n);
      }

      assertThat(own.rest())
          .containsExactly(
              "{\"type\":\"bye\",\"reason\":\"invalid-token\","
                  + "\"text\":\"your token is not good any more\"}");
      for (HttpStream stream : List.of(others, admins)) {
        stream.line();
        for (int n = 1; n <= 100; n++) {
          assertThat(stream.line()).contains("\"line " + n + "\"");
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"PATCH", "DELETE"})
  void accountThatIsDisabledOrDeletedEndsTheStreamsOfItsTokens(String method) {
    api.room("ops", 0);
    api.account("bob");

    try (HttpStream quiet =
        api.stream(OPS, TEXT, bearer(api.token("bobs", "bob", TokenScope.MESSAGES_READ))).begun()) {
      boolean disabled = method.equals("PATCH");
      api.send(method, "/api/v1/accounts/bob", disabled ? "{\"disabled\":true}" : null)
          .is(disabled ? 200 : 204);

      assertThat(quiet.rest()).containsExactly("-- bye: your token is not good any more");
    }
    await().until(() -> streams.count() == 0);
  }

  private static String bearer(String token) {
    return "Authorization: Bearer " + token;
  }

  @Test
  void roomOfTheSameNameIsAnother() {
    api.room("ops", 5);
    String old = epoch();
    operator.delete("ops");
    api.room("ops", 5);

    api.get(OPS + "?after=3&epoch=" + old).isProblem(409, "epoch_changed");
    try (HttpStream stream = api.stream(OPS + "?after=3&epoch=" + epoch())) {
      assertThat(stream.line()).contains("\"offset\":4");
    }
  }

  @Test
  void whatIsWrongIsSaid() {
    api.room("ops", 5);

    api.get("/api/v1/rooms/nowhere/stream").isProblem(404, "no_such_room");
    api.get(OPS + "?after=6").isProblem(400, "offset_beyond_end");
    api.get(OPS + "?after=-1").isProblem(400, "invalid_request");
    api.get(OPS + "?after=x").isProblem(400, "invalid_request");
    api.send(api.request(OPS)).isProblem(401, "unauthorized");
    api.post(OPS, "{}").isProblem(405, "method_not_allowed");
    Answer wrong = api.send("GET", OPS, null, "Accept", "application/json");
    wrong.isProblem(406, "not_acceptable");
    assertThat(wrong.<String>at("$.detail"))
        .isEqualTo("There is only application/x-ndjson, text/plain, text/event-stream here.");
  }

  @Test
  void logThatCannotBeReadIsAProblem() {
    api.room("ops", 5);
    outage.after(0);

    api.get(OPS + "?after=0")
        .isProblem(503, "log_unavailable")
        .has("$.detail", "The history cannot be read now: no disk.");
    api.get("/api/v1/rooms/ops/export").isProblem(503, "log_unavailable");
    api.get("/api/v1/rooms/ops/messages").isProblem(503, "log_unavailable");
    api.get("/api/v1/rooms/ops/messages/1").isProblem(503, "log_unavailable");
    api.delete("/api/v1/rooms/ops/messages/1").isProblem(503, "log_unavailable");
  }

  @Test
  void logThatCannotBeReadOnEndsTheStream() {
    api.room("ops", 999);
    outage.after(1);

    try (HttpStream stream = api.stream(OPS + "?after=0")) {
      List<String> lines = stream.rest();
      // Of the first page, which is bounded in lines and in bytes, every line is there.
      assertThat(lines.size()).isBetween(2, LogPages.SIZE + 1);
      for (int n = 1; n < lines.size(); n++) {
        assertThat(lines.get(n - 1)).contains("\"offset\":" + n + ",");
      }
      assertThat(lines.getLast()).startsWith("{\"type\":\"bye\",\"reason\":\"log-unavailable\"");
    }
  }

  @Test
  void headHasTheHeadersAlone() {
    api.room("ops", 1);

    Answer head =
        api.send(
            api.request(OPS)
                .header("Authorization", ApiTester.basic("admin", ApiTester.PASSWORD))
                .method("HEAD", BodyPublishers.noBody()));

    assertThat(head.is(200).header("Content-Type")).isEqualTo("application/x-ndjson");
    assertThat(head.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "*/* | application/x-ndjson",
        "application/* | application/x-ndjson",
        "text/* | text/plain",
        "text/html, */*;q=0.5 | application/x-ndjson",
        "text/plain;q=0.5, text/event-stream | text/event-stream",
        "text/event-stream;q=0.1, text/plain;q=0.2 | text/plain",
        "*/*, application/x-ndjson;q=0.1 | text/plain",
        "application/x-ndjson;q=0, */* | text/plain",
        "text/plain;charset=utf-8 | text/plain"
      })
  void acceptIsRespected(String accept, String type) {
    api.room("ops", 0);

    try (HttpStream stream = api.stream(OPS, "Accept: " + accept).begun()) {
      assertThat(stream.header("Content-Type")).startsWith(type);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/xml", "nonsense", "*/*;q=0", "text/plain;q=0", "/", "text/"})
  void whatThereIsNotIsNotAcceptable(String accept) {
    api.room("ops", 0);

    api.send("GET", OPS, null, "Accept", accept).isProblem(406, "not_acceptable");
  }

  @Test
  void quietStreamGivesSignsOfLife() {
    api.room("ops", 0);

    try (HttpStream json = api.stream(OPS);
        HttpStream text = api.stream(OPS, TEXT);
        HttpStream events = api.stream(OPS, EVENTS)) {
      assertThat(json.next()).isEmpty();
      assertThat(json.next()).isEmpty();
      assertThat(text.next()).isEmpty();
      assertThat(events.next()).isEqualTo(":");
      assertThat(events.next()).isEmpty();
    }
  }

  @Test
  void streamsAreLimitedInNumber() {
    api.room("ops", 0);
    List<HttpStream> open = new ArrayList<>();
    for (int n = 0; n < ApiTester.MAX_STREAMS; n++) {
      open.add(api.stream(OPS).begun());
    }
    assertThat(api.get("/actuator/metrics/parley.streams").<Double>at("$.measurements[0].value"))
        .isEqualTo(ApiTester.MAX_STREAMS);

    api.get(OPS).isProblem(503, "too_many_streams");

    open.forEach(HttpStream::close);
    await().until(() -> streams.count() == 0);
    api.get(OPS).is(200);
  }

  @Test
  void readerThatHasGoneIsCounted() {
    api.room("ops", 0);
    String lost = "/actuator/metrics/parley.disconnects?tag=reason:connection-lost";
    double before = api.get(lost).<Double>at("$.measurements[0].value");

    api.stream(OPS).begun().close();

    await()
        .untilAsserted(() ->
            assertThat(api.get(lost).<Double>at("$.measurements[0].value")).isEqualTo(before + 1));
  }

  @AfterEach
  void readable() {
    outage.over();
  }

  private String epoch() {
    return api.get("/api/v1/rooms/ops").at("$.epoch");
  }
}
