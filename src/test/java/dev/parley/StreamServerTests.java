package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.ChatTester;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.operator.Operator;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests streams and exports of a whole server: beside its other ways in, and in trouble. */
class StreamServerTests {

  @RegisterExtension
  static final SharedServer SERVER = new SharedServer("parley.history.memory-lines=100000");

  private static final String LOBBY = "/api/v1/rooms/lobby/";
  private static final String TEA = "/api/v1/rooms/tea/";
  private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

  private static HttpStream open(TestServer server, String path, String... headers) {
    return HttpStream.open(server.httpPort(), TestServer.PASSWORD, path, headers);
  }

  /** Asks for something and does not read the answer. */
  private static TestClient stalled(TestServer server, String path) {
    String admin =
        Base64.getEncoder()
            .encodeToString(("admin:" + TestServer.PASSWORD).getBytes(StandardCharsets.UTF_8));
    return TestClient.connect(server.httpPort(), 4096)
        .sendText(
            "GET "
                + path
                + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: Basic "
                + admin
                + "\r\n\r\n");
  }

  private static double disconnects(TestServer server, String reason) {
    return server
        .bean(MeterRegistry.class)
        .get("parley.disconnects")
        .tag("reason", reason)
        .counter()
        .count();
  }

  private static double streams(TestServer server) {
    return server.bean(MeterRegistry.class).get("parley.streams").gauge().value();
  }

  @Test
  void sameLineIsTheSameObjectEverywhere(TestServer server) {
    try (TestClient alice = joined(server, "alice");
        TestClient bob = joined(server, "bob");
        HttpStream live = open(server, TEA + "stream").begun()) {
      alice.expect("-- bob joined .*");
      bob.send("/json on").expectUntil("\\{.*");
      alice.send("hi \"there\" \\ üñ 😀 / </b>");
      String said = bob.line();
      alice.send("/me waves");
      String done = bob.line();
      alice.send("/topic news").expectUntil(".*topic.*");
      String topic = bob.line();

      assertThat(said).startsWith("{\"type\":\"message\",\"room\":\"tea\",\"offset\":1,");
      live.expect(said).expect(done).expect(topic);
      try (HttpStream replayed = open(server, TEA + "stream?after=0");
          HttpStream export = open(server, TEA + "export");
          HttpStream one = open(server, TEA + "messages/1")) {
        replayed.expect(said).expect(done).expect(topic);
        assertThat(export.rest()).containsExactly(said, done, topic);
        assertThat(one.rest()).containsExactly(said);
      }
    }
  }

  private static TestClient joined(TestServer server, String name) {
    return server.join(name).send("/join tea").expectUntil("-- You are " + name + " in #tea.*");
  }

  @Test
  void streamThatIsNotReadIsClosedAndTheOthersGoOn() {
    try (TestServer server =
            TestServer.start(
                "parley.limits.messages-burst=0",
                "parley.limits.sendq-bytes=64KB",
                "parley.history.memory-lines=100000");
        TestClient stalled = stalled(server, LOBBY + "stream");
        HttpStream other = open(server, LOBBY + "stream", "Accept: text/plain").begun()) {
      await().until(() -> streams(server) == 2);
      String text = "x".repeat(3000);
      Operator operator = server.bean(Operator.class);
      int said = 0;
      while (streams(server) == 2) {
        said++;
        operator.post("lobby", "ci", text + said);
        assertThat(other.line()).endsWith(text + said);
        assertThat(said).isLessThan(10_000);
      }

      await().until(() -> disconnects(server, "slow-reader") == 1);
      String rest = stalled.rest();
      assertThat(rest.startsWith("HTTP/1.1 200")).isTrue();
      assertThat(rest.endsWith(LAST_CHUNK)).isFalse();
      operator.post("lobby", "ci", "still here");
      assertThat(other.line()).endsWith("<ci> still here");
      assertThat(disconnects(server, "slow-reader")).isEqualTo(1);
    }
  }

  @Test
  void replayThatIsNotReadIsClosedAfterAWhile() {
    try (TestServer server =
        TestServer.start(
            "parley.admin.stream-stall-timeout=300ms", "parley.history.memory-lines=100000")) {
      Operator operator = server.bean(Operator.class);
      operator.create("big", "", RoomSettings.PERSISTENT);
      fill(operator, 5000, "x".repeat(2000));

      try (TestClient _ = stalled(server, "/api/v1/rooms/big/stream?after=0")) {
        await().until(() -> disconnects(server, "slow-reader") == 1);
        await().until(() -> streams(server) == 0);
      }
    }
  }

  /** Says lines in the room "big", many at a time, and returns their texts by offset. */
  private static SortedMap<Long, String> fill(Operator operator, int lines, String text) {
    SortedMap<Long, String> said = new ConcurrentSkipListMap<>();
    try (ExecutorService senders = Executors.newFixedThreadPool(64)) {
      for (int n = 1; n <= lines; n++) {
        String line = text + " " + n;
        senders.execute(() -> said.put(post(operator, line), line));
      }
    }
    assertThat(said).hasSize(lines);
    return said;
  }

  private static long post(Operator operator, String line) {
    return ChatTester.value(operator.post("big", "ci", line)).entry().offset();
  }

  @Test
  void openStreamsDoNotHoldUpTheEnd() {
    TestServer server =
        TestServer.start("parley.limits.sendq-bytes=100MB", "parley.history.memory-lines=100000");
    try (HttpStream json = open(server, LOBBY + "stream").begun();
        HttpStream events = open(server, LOBBY + "stream", "Accept: text/event-stream").begun();
        TestClient stalled = stalled(server, LOBBY + "stream")) {
      await().until(() -> streams(server) == 3);
      Operator operator = server.bean(Operator.class);
      List<String> said = new ArrayList<>();
      for (int n = 1; n <= 3000; n++) {
        said.add("x".repeat(3000) + n);
        operator.post("lobby", "ci", said.getLast());
        json.line();
        events.event();
      }
      assertThat(server.bean(MeterRegistry.class).get("parley.sendq.bytes").gauge().value())
          .isGreaterThan(1_000_000);

      long begun = System.nanoTime();
      server.close();

      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
      json.expect(
          "{\"type\":\"bye\",\"reason\":\"shutdown\",\"text\":\"the server is shutting down\"}");
      assertThat(json.rest()).isEmpty();
      assertThat(events.event()).containsEntry("event", "bye");
      assertThat(events.rest()).isEmpty();
      assertThat(stalled.rest().endsWith(LAST_CHUNK)).isFalse();
    }
  }

  @Test
  void exportOfManyLinesIsWhatWasSaid(TestServer server) {
    Operator operator = server.bean(Operator.class);
    operator.create("big", "", RoomSettings.PERSISTENT);
    SortedMap<Long, String> said = fill(operator, 10_000, "line");

    try (HttpStream export = open(server, "/api/v1/rooms/big/export", "Accept: text/plain")) {
      List<String> texts =
          export.rest().stream().map(line -> line.substring("2026-11-22 12:03 ".length())).toList();
      assertThat(texts).isEqualTo(said.values().stream().map(line -> "<ci> " + line).toList());
    }
  }

  @Test
  void exportEndsWhereTheRoomWasWhenItBegan(TestServer server) {
    Operator operator = server.bean(Operator.class);
    operator.create("big", "", RoomSettings.PERSISTENT);
    fill(operator, 5000, "x".repeat(2000));
    try (TestClient export = stalled(server, "/api/v1/rooms/big/export?after=10")) {
      export.expect("HTTP/1.1 200 ?");
      fill(operator, 100, "later");

      String rest = restTo(export, LAST_CHUNK);

      assertThat(rest.contains("\"offset\":11,")).isTrue();
      assertThat(rest.contains("\"offset\":5000,")).isTrue();
      assertThat(rest.contains("\"offset\":5001,")).isFalse();
    }
  }

  private static String restTo(TestClient client, String end) {
    StringBuilder rest = new StringBuilder();
    while (!rest.substring(Math.max(0, rest.length() - end.length())).equals(end)) {
      rest.append(client.read());
    }
    return rest.toString();
  }

  @Test
  void exportThatCannotBeFinishedIsBrokenOff(TestServer server) {
    Operator operator = server.bean(Operator.class);
    operator.create("big", "", RoomSettings.PERSISTENT);
    fill(operator, 10_000, "x".repeat(2000));
    try (TestClient export = stalled(server, "/api/v1/rooms/big/export")) {
      export.expect("HTTP/1.1 200 ?");

      operator.delete("big");

      String rest = export.rest();
      assertThat(rest.contains("\"offset\":1,")).isTrue();
      assertThat(rest.contains("\"offset\":10000,")).isFalse();
      assertThat(rest.endsWith(LAST_CHUNK)).isFalse();
    }
  }
}
