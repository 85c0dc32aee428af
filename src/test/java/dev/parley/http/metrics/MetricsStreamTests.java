package dev.parley.http.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import dev.parley.HttpStream;
import dev.parley.chat.account.TokenScope;
import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Refusal;
import dev.parley.http.ApiTester;
import dev.parley.http.HttpTest;
import dev.parley.http.ShiftedClock;
import dev.parley.http.stream.Streams;
import dev.parley.tcp.DeliveryMeter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;

@HttpTest
@Timeout(60)
class MetricsStreamTests {

  private static final String PATH = "/api/v1/metrics/stream";
  private static final String EVENTS = "Accept: text/event-stream";
  private static final Duration SECOND = Duration.ofSeconds(1);

  @Autowired private ApiTester api;
  @Autowired private MetricsSampler sampler;
  @Autowired private ChatMetrics monitor;
  @Autowired private DeliveryMeter deliveries;
  @Autowired private ShiftedClock clock;
  @Autowired private Streams streams;

  @BeforeEach
  void stopClock() {
    api.reset();
    await().until(() -> streams.count() == 0);
    clock.stop();
    do {
      next();
    } while (sampler.history().after(0).getLast().at() != now());
  }

  @AfterEach
  void runClock() {
    clock.run();
  }

  private void next() {
    clock.pass(SECOND);
    sampler.sample();
  }

  private long now() {
    return clock.instant().getEpochSecond();
  }

  @SuppressWarnings("TypeParameterUnusedInFormals")
  private static <T> T at(Map<String, String> event, String path) {
    return JsonPath.read(event.get("data"), path);
  }

  /** Returns the next event with data: while no second passes there are heartbeats. */
  private static Map<String, String> event(HttpStream stream, String name) {
    Map<String, String> event = stream.event();
    assertThat(event).containsEntry("event", name);
    return event;
  }

  @Test
  void historyIsFollowedByEachSecond() {
    next();
    try (HttpStream stream = api.stream(PATH, EVENTS).begun()) {
      assertThat(stream.header("Content-Type")).startsWith("text/event-stream");
      assertThat(stream.header("Cache-Control")).isEqualTo("no-store");
      Map<String, String> history = event(stream, "history");
      assertThat(history).containsEntry("id", String.valueOf(now()));
      List<Number> times = at(history, "$.at");
      assertThat(times.getLast().longValue()).isEqualTo(now());
      for (String figure :
          List.of(
              "connections",
              "sessions",
              "rooms",
              "messages",
              "deliveries",
              "p50",
              "p99",
              "queueBytes",
              "store",
              "level")) {
        assertThat(JsonPath.<List<Object>>read(history.get("data"), "$." + figure))
            .as(figure)
            .hasSameSizeAs(times);
      }

      next();
      Map<String, String> sample = event(stream, "sample");
      assertThat(sample).containsEntry("id", String.valueOf(now()));
      assertThat(MetricsStreamTests.<Number>at(sample, "$.at").longValue()).isEqualTo(now());
      next();
      assertThat(event(stream, "sample")).containsEntry("id", String.valueOf(now()));
    }
  }

  @Test
  void figuresAreThoseOfTheServer() {
    try (HttpStream stream = api.stream(PATH, EVENTS).begun()) {
      event(stream, "history");
      api.arrived("alice", "ops");
      api.put("/api/v1/defence", "{\"level\":\"no-new-guests\"}").is(200);
      for (int n = 0; n < 3; n++) {
        monitor.posted("line");
      }
      monitor.disconnected(Disconnect.Reason.SLOW_READER);
      monitor.refused(Refusal.NO_SUCH_ROOM);
      monitor.refused(Refusal.NO_SUCH_ROOM);
      deliveries.delivered(99, 10_000);
      deliveries.delivered(1, 1_000_000_000);
      next();

      Map<String, String> sample = event(stream, "sample");
      assertThat(MetricsStreamTests.<Map<String, Object>>at(sample, "$"))
          .containsEntry("connections", 4)
          .containsEntry("sessions", 1)
          .containsEntry("rooms", 2)
          .containsEntry("messages", 3)
          .containsEntry("deliveries", 100)
          .containsEntry("p50", 10)
          .containsEntry("p99", 10)
          .containsEntry("queueBytes", 5)
          .containsEntry("store", true)
          .containsEntry("level", "no-new-guests")
          .containsEntry("disconnects", Map.of("slow-reader", 1))
          .containsEntry("refusals", Map.of("no_such_room", 2));
      next();
      Map<String, String> quiet = event(stream, "sample");
      assertThat(MetricsStreamTests.<Map<String, Object>>at(quiet, "$"))
          .containsEntry("messages", 0)
          .containsEntry("p50", null)
          .containsEntry("p99", null)
          .containsEntry("disconnects", Map.of())
          .containsEntry("sessions", 1);
    }
    try (HttpStream stream = api.stream(PATH, EVENTS).begun()) {
      Map<String, String> history = event(stream, "history");
      int place = MetricsStreamTests.<List<Object>>at(history, "$.at").size() - 2;
      assertThat(MetricsStreamTests.<List<List<Integer>>>at(history, "$.refusals.no_such_room"))
          .last()
          .isEqualTo(List.of(place, 2));
    }
  }

  @Test
  void ratesAreBySecondWhenSomeWereLeftOut() {
    try (HttpStream stream = api.stream(PATH, EVENTS).begun()) {
      event(stream, "history");
      for (int n = 0; n < 30; n++) {
        monitor.posted("line");
      }
      clock.pass(SECOND.multipliedBy(2));
      next();
      assertThat(MetricsStreamTests.<Integer>at(event(stream, "sample"), "$.messages"))
          .isEqualTo(10);
    }
  }

  @Test
  void readerThatComesBackIsGivenWhatItMissed() {
    long seen = now();
    next();
    next();
    try (HttpStream stream = api.stream(PATH, EVENTS, "Last-Event-ID: " + seen).begun()) {
      assertThat(MetricsStreamTests.<List<Integer>>at(event(stream, "history"), "$.at")).hasSize(2);
    }
    try (HttpStream stream = api.stream(PATH, EVENTS, "Last-Event-ID: " + now()).begun()) {
      Map<String, String> history = event(stream, "history");
      assertThat(MetricsStreamTests.<List<Integer>>at(history, "$.at")).isEmpty();
      assertThat(history).doesNotContainKey("id");
    }
  }

  @Test
  void anHourIsKept() {
    for (int n = 0; n < MetricsSampler.CAPACITY + 1; n++) {
      next();
    }
    try (HttpStream stream = api.stream(PATH, EVENTS).begun()) {
      List<Integer> times = at(event(stream, "history"), "$.at");
      assertThat(times).hasSize(MetricsSampler.CAPACITY);
      assertThat(times.getLast().longValue()).isEqualTo(now());
      assertThat(times.getFirst().longValue()).isEqualTo(now() - MetricsSampler.CAPACITY + 1);
    }
  }

  @Test
  void clockThatIsSetBackIsFollowed() {
    try (HttpStream stream = api.stream(PATH, EVENTS).begun()) {
      event(stream, "history");
      clock.pass(Duration.ofHours(-1));
      sampler.sample();
      assertThat(event(stream, "sample")).containsEntry("id", String.valueOf(now()));
      next();
      assertThat(event(stream, "sample")).containsEntry("id", String.valueOf(now()));
    }
  }

  @Test
  void quietStreamShowsThatItLives() {
    try (HttpStream stream = api.stream(PATH, EVENTS).begun()) {
      event(stream, "history");
      assertThat(stream.line()).isEqualTo(":");
    }
  }

  @Test
  void streamEndsWithItsToken() {
    String token = api.token("graphs", TokenScope.CLIENTS_READ);
    try (HttpStream stream =
        HttpStream.openWith(api.port(), PATH, EVENTS, "Authorization: Bearer " + token).begun()) {
      event(stream, "history");
      String id = api.get("/api/v1/tokens").at("$.items[0].id");
      api.delete("/api/v1/tokens/" + id).is(204);
      assertThat(stream.rest())
          .contains("event: bye")
          .last()
          .asString()
          .contains("\"reason\":\"invalid-token\"");
    }
    await().until(() -> streams.count() == 0);
  }

  @Test
  void otherScopesAndFormatsAreRefused() {
    String token = api.token("ci", TokenScope.ROOMS_READ);
    api.bearing(token, "GET", PATH, null).isProblem(403, "insufficient_scope");
    api.send(api.request(PATH)).isProblem(401, "unauthorized");
    api.send("GET", PATH, null, "Accept", "application/json").isProblem(406, "not_acceptable");
    api.send("GET", PATH, null, "Last-Event-ID", "x").isProblem(400, "invalid_request");
    api.get(PATH + "?after=3").isProblem(400, "invalid_request");
  }

  @Test
  void streamsAreLimited() {
    List<HttpStream> open = new ArrayList<>();
    try {
      for (int n = 0; n < ApiTester.MAX_STREAMS; n++) {
        HttpStream stream = api.stream(PATH, EVENTS).begun();
        open.add(stream);
        event(stream, "history");
      }
      api.get(PATH).isProblem(503, "too_many_streams");
    } finally {
      open.forEach(HttpStream::close);
    }
    await().until(() -> streams.count() == 0);
  }
}
