package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.store.PostgresProcess;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whenever the server or its database is killed under full load, what anyone was shown is in the
 * log, as it was shown and once, and the server goes on from there. {@code -Dparley.kill.seed}
 * chooses the moments.
 */
@DisabledOnOs(OS.WINDOWS)
class KillIT {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int MOST_LINES_IN_A_ROUND = 4_000;
  private static final int MOST_LINES_BETWEEN_KILLS = 2_000;
  private static final int SENDERS = 8;
  private static final int PAGE = 500;

  /** The last one is made by whoever comes first, and stays as long as someone is in it. */
  private static final List<String> ROOMS = List.of("lobby", "ops", "dev", "adhoc");

  @TempDir Path dir;

  private final ShownLines shown = new ShownLines();
  private final Map<String, String> epochs = new HashMap<>();
  private final Map<String, Long> checked = new HashMap<>();
  private final List<TestClient> visitors = new ArrayList<>();

  @AfterEach
  void endVisits() {
    visitors.forEach(TestClient::close);
  }

  @Test
  void whatWasShownIsInSqlite() throws Exception {
    killAgainAndAgain(6);
  }

  @Test
  void whatWasShownIsInPostgresql() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      String url = postgres.getJdbcUrl("postgres", "postgres");
      killAgainAndAgain(2, "--spring.datasource.url=" + url);
    }
  }

  @Test
  void whatWasShownIsInPostgresqlThatWasKilled() throws Exception {
    Random moments = moments();
    try (PostgresProcess postgres =
        new PostgresProcess(dir.resolve("postgres"), ServerProcess.DEADLINE)) {
      String url = "--spring.datasource.url=" + postgres.url();
      try (ServerProcess server = start(url)) {
        makeRooms(server);
        try (Crowd _ = crowd(server, 1)) {
          for (int round = 1; round <= 4; round++) {
            awaitShown(moments.nextInt(MOST_LINES_BETWEEN_KILLS));
            postgres.kill();
            awaitStorage(server, false);
            postgres.stop();
            postgres.start();
            awaitStorage(server, true);
          }
          awaitShown(MOST_LINES_BETWEEN_KILLS);
          server.kill();
        }
        shown.agree();
      }
      try (ServerProcess server = start(url)) {
        check(server);
      }
    }
    assertAllWitnesses();
  }

  @Test
  void whoIsAlwaysOnIsInTheRoomsAgain() throws Exception {
    try (ServerProcess server = start();
        TestClient bob = TestClient.connect(server.port()).send("bob");
        TestClient alice = TestClient.connect(server.port()).send("alice");
        TestClient carol = TestClient.connect(server.port()).send("carol")) {
      bob.send("/join ops").expectUntil("-- You are bob in #ops.*");
      for (TestClient client : List.of(alice, carol)) {
        client.send("/register correct horse").expectUntil("-- .* is your account now.*");
        client.send("/always-on on").expectUntil("-- .* is always on.*");
        client.send("/join ops").expectUntil("-- You are .* in #ops.*");
      }
      alice.send("/quit").rest();
      awaitStored(1);
      bob.send("missed").send("/who").expectUntil("-- 3 in #ops: .*");
      carol.expectUntil("<bob> missed");
      server.kill();
    }
    try (ServerProcess server = start();
        TestClient bob = TestClient.connect(server.port()).send("bob").send("/join ops")) {
      bob.expectUntil("-- You are bob in #ops.*").send("/who");
      bob.expectUntil("-- 3 in #ops: .*");
      for (String name : List.of("alice", "carol")) {
        try (TestClient again = TestClient.connect(server.port())) {
          again.send("/login " + name + " correct horse");
          again.expectUntil("-- You are " + name + " again\\..*");
          if (name.equals("alice")) {
            again.expect("[0-9:]+ <bob> missed");
          }
          again.expectUntil("-- You are back in #ops with .*");
        }
      }
    }
  }

  /** Waits until the database has so many sessions without a connection. */
  private void awaitStored(int absent) throws SQLException {
    String url = "jdbc:sqlite:" + dir.resolve("data").resolve("parley.db");
    String count = "select count(*) from always_on_session where absent_since is not null";
    try (Connection connection = DriverManager.getConnection(url);
        Statement statement = connection.createStatement()) {
      await()
          .until(() -> {
            try (ResultSet row = statement.executeQuery(count)) {
              return row.next() && row.getInt(1) == absent;
            }
          });
    }
  }

  @Test
  void nameOfARoomThatWasShownIsInSqlite() throws Exception {
    killAfterRenaming();
  }

  @Test
  void nameOfARoomThatWasShownIsInPostgresql() throws Exception {
    try (EmbeddedPostgres postgres = EmbeddedPostgres.start()) {
      killAfterRenaming("--spring.datasource.url=" + postgres.getJdbcUrl("postgres", "postgres"));
    }
  }

  private void killAfterRenaming(String... settings) throws Exception {
    String epoch;
    try (ServerProcess server = start(settings);
        TestClient alice = TestClient.connect(server.port())) {
      makeRooms(server);
      alice.send("/json on").send("alice").send("/join ops");
      epoch = say(alice, "ops", "one").epoch();
      Thread renaming =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  var _ =
                      server.post(
                          "/api/v1/rooms/ops/rename", TestServer.PASSWORD, "{\"name\":\"works\"}");
                } catch (Exception killed) { // The answer may not come any more.
                  Thread.currentThread().interrupt();
                }
              });
      alice.expectUntil("\\{\"type\":\"room_renamed\",\"room\":\"ops\",\"to\":\"works\".*");
      server.kill();
      renaming.join();
    }
    try (ServerProcess server = start(settings)) {
      assertThat(ask(server, "works", "").get("epoch").asString()).isEqualTo(epoch);
      assertThat(export(server, "works")).extracting(ShownLine::text).containsExactly("one");
      assertThat(server.ask("/api/v1/rooms/ops", TestServer.PASSWORD).statusCode()).isEqualTo(404);
    }
  }

  private static void awaitStorage(ServerProcess server, boolean works) {
    await()
        .atMost(ServerProcess.DEADLINE)
        .until(() -> server.ask("/actuator/health/readiness").statusCode() == (works ? 200 : 503));
  }

  private static Random moments() {
    long seed = Long.getLong("parley.kill.seed", System.nanoTime());
    System.out.println("-Dparley.kill.seed=" + seed);
    return new Random(seed);
  }

  private void killAgainAndAgain(int rounds, String... settings) throws Exception {
    Random moments = moments();
    for (int round = 1; round <= rounds; round++) {
      try (ServerProcess server = start(settings)) {
        if (round == 1) {
          makeRooms(server);
        } else {
          check(server);
        }
        killUnderLoad(server, round, moments.nextInt(MOST_LINES_IN_A_ROUND));
      }
    }
    try (ServerProcess server = start(settings)) {
      checked.clear();
      check(server);
    }
    assertAllWitnesses();
  }

  private void assertAllWitnesses() {
    System.out.println(shown.count() + " lines were shown: " + shown.witnesses());
    assertThat(shown.witnesses())
        .containsOnlyKeys(
            "echo", "reader", "post", "pipe", "application/x-ndjson", "text/event-stream");
  }

  private ServerProcess start(String... settings) throws Exception {
    List<String> all = new ArrayList<>(List.of(settings));
    all.add("--parley.limits.messages-burst=0");
    all.add("--parley.limits.sendq-bytes=16MB");
    all.add("--parley.admin.password=" + TestServer.PASSWORD);
    return ServerProcess.start(dir, all.toArray(String[]::new)).awaitReady();
  }

  private static void makeRooms(ServerProcess server) throws Exception {
    for (String room : ROOMS.subList(1, 3)) {
      String body = "{\"name\":\"" + room + "\"}";
      assertThat(server.post("/api/v1/rooms", TestServer.PASSWORD, body).statusCode())
          .isEqualTo(201);
    }
  }

  private void killUnderLoad(ServerProcess server, int round, int lines) throws Exception {
    try (Crowd _ = crowd(server, round)) {
      awaitShown(lines);
      server.kill();
    }
    shown.agree();
  }

  private Crowd crowd(ServerProcess server, int round) {
    Crowd crowd = new Crowd(server, shown, Integer.toString(round));
    crowd.read("reader", ROOMS);
    for (String room : ROOMS.subList(0, 3)) {
      long after = checked.getOrDefault(room, 0L);
      crowd.follow(room, after, "application/x-ndjson");
      crowd.follow(room, after, "text/event-stream");
    }
    for (int i = 0; i < SENDERS; i++) {
      crowd.talk("sender-" + i, ROOMS.get(i % ROOMS.size()));
    }
    crowd.pipe("pipe");
    crowd.post("poster", "ops");
    return crowd;
  }

  /** Waits until so many more lines were shown, and some of each room. */
  private void awaitShown(int lines) {
    int before = shown.count();
    await()
        .atMost(ServerProcess.DEADLINE)
        .pollInterval(Duration.ofMillis(1))
        .until(() -> shown.count() - before > lines && shown.rooms().containsAll(ROOMS));
  }

  private void check(ServerProcess server) throws Exception {
    for (String room : ROOMS) {
      JsonNode info = ask(server, room, "");
      String epoch = epochs.computeIfAbsent(room, absent -> info.get("epoch").asString());
      List<ShownLine> log = export(server, room);
      assertThat(info.get("epoch").asString()).isEqualTo(epoch);
      assertThat(info.get("firstOffset").asLong()).isEqualTo(1);
      assertThat(info.get("lastOffset").asLong()).isEqualTo(log.size());
      assertThat(log.stream().mapToLong(ShownLine::offset).toArray())
          .isEqualTo(LongStream.rangeClosed(1, log.size()).toArray());
      assertThat(log).extracting(ShownLine::epoch).containsOnly(epoch);
      assertThat(log).extracting(ShownLine::text).doesNotHaveDuplicates();
      shown.areIn(room, log);
      if (room.equals("lobby")) {
        shown.acceptedAreIn(log);
      }
      long before = checked.getOrDefault(room, 0L);
      assertThat(pages(server, room, before)).isEqualTo(log.subList((int) before, log.size()));
      checked.put(room, (long) log.size());
    }
    for (String room : ROOMS) {
      goOn(server, room);
    }
  }

  /** Someone who comes in anew says the next line, and stays. */
  private void goOn(ServerProcess server, String room) {
    long last = checked.getOrDefault(room, 0L);
    TestClient visitor = TestClient.connect(server.port());
    visitors.add(visitor);
    visitor.send("/json on").send("visitor-of-" + room).send("/join " + room);
    ShownLine next = say(visitor, room, "line " + (last + 1) + " is next");
    shown.add("echo", next);
    assertThat(next.offset()).isEqualTo(last + 1);
    assertThat(next.epoch()).isEqualTo(epochs.get(room));
  }

  private static ShownLine say(TestClient client, String room, String text) {
    client.send("{\"room\":\"" + room + "\",\"text\":\"" + text + "\"}");
    while (true) {
      String next = client.line();
      // What was sent before the switch to JSON is text.
      ShownLine line = next.startsWith("{") ? ShownLine.parse(next) : null;
      if (line != null && line.text().equals(text)) {
        return line;
      }
    }
  }

  private static List<ShownLine> export(ServerProcess server, String room) {
    String path = "/api/v1/rooms/" + room + "/export";
    try (HttpStream export = HttpStream.open(server.httpPort(), TestServer.PASSWORD, path)) {
      return export.begun().rest().stream()
          .map(ShownLine::parse)
          .<ShownLine>map(Objects::requireNonNull)
          .toList();
    }
  }

  private static List<ShownLine> pages(ServerProcess server, String room, long after)
      throws Exception {
    List<ShownLine> all = new ArrayList<>();
    List<ShownLine> page;
    do {
      long from = after + all.size();
      page = new ArrayList<>();
      for (JsonNode item :
          ask(server, room, "/messages?limit=" + PAGE + "&after=" + from).get("items")) {
        page.add(Objects.requireNonNull(ShownLine.of(item)));
      }
      all.addAll(page);
    } while (page.size() == PAGE);
    return all;
  }

  private static JsonNode ask(ServerProcess server, String room, String what) throws Exception {
    return JSON.readTree(server.ask("/api/v1/rooms/" + room + what, TestServer.PASSWORD).body());
  }
}
