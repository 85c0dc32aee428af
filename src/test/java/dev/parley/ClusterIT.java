package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.cluster.LineChecker;
import dev.parley.store.PostgresProcess;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens to one of two servers or to their database under load, everyone is shown all
 * lines of their room in their order and once, and what anyone was shown or told to be stored is in
 * the log at its offset, also after a fail-over that loses nothing. Where a fail-over loses lines,
 * rooms begin a new epoch and everyone is told.
 *
 * <p>It runs on request: {@code -Dparley.faults=short}, or {@code full} with many more people and
 * rounds. Times are printed, as they depend on the machine.
 */
@DisabledOnOs(OS.WINDOWS)
@EnabledIfSystemProperty(named = "parley.faults", matches = "short|full")
class ClusterIT {

  private static final boolean FULL = "full".equals(System.getProperty("parley.faults"));
  private static final int ROOMS = FULL ? 20 : 5;
  private static final int PEOPLE = FULL ? 200 : 20;
  private static final int LEASE_SECONDS = 5;
  private static final int LINES_PER_SECOND = FULL ? 1000 : 200;

  @TempDir Path dir;

  private final LineChecker checker = new LineChecker();
  private final Receipts receipts = new Receipts();
  private final List<ClusterServer> servers = new ArrayList<>();
  private final List<ClusterPerson> people = new ArrayList<>();
  private final List<AutoCloseable> databases = new ArrayList<>();
  private final ScheduledExecutorService talk = Executors.newSingleThreadScheduledExecutor();
  private PostgresProcess database;
  private PostgresProcess standby;
  private CuttableLink replication;
  private ClusterServer one;
  private ClusterServer two;

  @BeforeEach
  void start() throws Exception {
    database = new PostgresProcess(dir.resolve("database"), ServerProcess.DEADLINE);
    databases.add(database);
    servers.add(new ClusterServer(dir, "one", database));
    one = servers.getFirst();
    one.awaitReady(); // The first one makes the tables.
    servers.add(new ClusterServer(dir, "two", database));
    two = servers.getLast();
    two.awaitReady();
    for (int i = 0; i < ROOMS; i++) {
      String room = "{\"name\":\"room-" + i + "\"}";
      assertThat(one.process().post("/api/v1/rooms", TestServer.PASSWORD, room).statusCode())
          .isEqualTo(201);
    }
    ClusterPerson.Shared shared = new ClusterPerson.Shared(servers, checker, receipts);
    for (int i = 0; i < PEOPLE; i++) {
      people.add(new ClusterPerson("p" + i, "room-" + i % ROOMS, i / ROOMS % 2, shared));
    }
    await()
        .atMost(ServerProcess.DEADLINE)
        .until(() -> people.stream().allMatch(ClusterPerson::isIn));
    AtomicInteger turn = new AtomicInteger();
    var _ =
        talk.scheduleAtFixedRate(
            () -> people.get(turn.getAndIncrement() % PEOPLE).say(),
            0,
            TimeUnit.SECONDS.toNanos(1) / LINES_PER_SECOND,
            TimeUnit.NANOSECONDS);
    awaitMore();
    report("no fault");
  }

  @AfterEach
  void stop() throws Exception {
    talk.shutdownNow();
    people.forEach(ClusterPerson::close);
    servers.forEach(ClusterServer::close);
    for (AutoCloseable each : databases) {
      each.close();
    }
  }

  /** Starts a standby, which lags behind for as long as the link is cut. */
  private void follow(String name) throws Exception {
    replication = new CuttableLink(database.port());
    databases.addFirst(replication);
    standby =
        PostgresProcess.standby(
            database, replication.port(), dir.resolve(name), ServerProcess.DEADLINE);
    databases.addFirst(standby);
    database.awaitStandby();
  }

  /** Waits until everyone was shown more lines, and returns how long that took, in milliseconds. */
  private long awaitMore() {
    long start = System.nanoTime();
    Map<ClusterPerson, Integer> before = new HashMap<>();
    people.forEach(person -> before.put(person, person.shown()));
    await()
        .atMost(ServerProcess.DEADLINE)
        .pollInterval(Duration.ofMillis(20))
        .untilAsserted(() ->
            assertThat(people)
                .allMatch(person -> person.isLive() && person.shown() > before.get(person)));
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  private void report(String fault) {
    System.out.println(fault + ": longest receipt in ms " + receipts.takeWorst());
    assertThat(checker.problems()).isEmpty();
  }

  private static long millisUntil(Runnable wait) {
    long start = System.nanoTime();
    wait.run();
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }

  /** Stops all talk, waits until all have seen all, and compares with what is stored. */
  private void check() {
    talk.shutdownNow();
    Map<String, String> epochs = new HashMap<>();
    Map<String, List<String>> logs = new HashMap<>();
    await()
        .atMost(ServerProcess.DEADLINE)
        .untilAsserted(() -> {
          epochs.clear();
          logs.clear();
          read(epochs, logs);
          assertThat(people)
              .allMatch(person -> {
                String epoch = epochs.get(person.room());
                return person.hasSeen(epoch, logs.get(epoch).size());
              });
        });
    logs.forEach(checker::stored);
    System.out.println(
        checker.count()
            + " lines, "
            + checker.lost()
            + " lost; shown again after a resumption "
            + receipts.repeats()
            + "; refused "
            + receipts.refusals());
    assertThat(checker.problems()).isEmpty();
    assertThat(receipts.lostSessions()).isEmpty();
  }

  private void read(Map<String, String> epochs, Map<String, List<String>> logs)
      throws SQLException {
    try (Connection connection = DriverManager.getConnection(database.url());
        ResultSet row =
            connection
                .createStatement()
                .executeQuery(
                    "select name, epoch, text from room join line on room_id = id"
                        + " where name like 'room-%' order by epoch, \"offset\"")) {
      while (row.next()) {
        epochs.put(row.getString(1), row.getString(2));
        logs.computeIfAbsent(row.getString(2), epoch -> new ArrayList<>()).add(row.getString(3));
      }
    }
  }

  private void killConnections() throws SQLException {
    try (Connection connection = DriverManager.getConnection(database.url())) {
      connection
          .createStatement()
          .execute(
              "select pg_terminate_backend(pid) from pg_stat_activity"
                  + " where pid <> pg_backend_pid() and application_name = 'parley'");
    }
    awaitMore();
    report("all connections killed");
  }

  private void killDatabase() throws Exception {
    database.kill();
    database.stop();
    database.start();
    receipts.restart();
    long again = awaitMore();
    report("database killed: all are shown lines again after " + again + " ms");
  }

  /**
   * Waits until the sessions of all are registered: a crash of the database empties their table,
   * and a server that dies before it has registered a session takes it along.
   */
  private void awaitSessions() {
    await()
        .atMost(ServerProcess.DEADLINE)
        .untilAsserted(() ->
            assertThat(sessions())
                .containsAll(people.stream().map(ClusterPerson::tokenHash).toList()));
  }

  private Set<String> sessions() throws SQLException {
    Set<String> registered = new HashSet<>();
    try (Connection connection = DriverManager.getConnection(database.url());
        ResultSet row =
            connection.createStatement().executeQuery("select token_hash from node_session")) {
      while (row.next()) {
        registered.add(row.getString(1));
      }
    }
    return registered;
  }

  private void killServer() throws Exception {
    awaitSessions();
    two.kill();
    receipts.takeWorst();
    long gone = millisUntil(() -> awaitNodes(1));
    awaitMore();
    assertThat(people).allMatch(person -> person.isAt("one"));
    report("server killed: gone after " + gone + " ms");
    two.startAgain();
    bringHalfTo(two);
    awaitMore();
    report("server back");
  }

  private void awaitNodes(int alive) {
    await()
        .atMost(ServerProcess.DEADLINE)
        .until(() -> {
          String nodes = one.process().ask("/api/v1/nodes", TestServer.PASSWORD).body();
          return nodes.split("\"name\"", -1).length - 1 == alive;
        });
  }

  /** Has every second person go to a server, as if a load balancer had lost their connection. */
  private void bringHalfTo(ClusterServer server) {
    for (int i = 0; i < PEOPLE; i++) {
      if (i / ROOMS % 2 == 1 && !people.get(i).isAt(server.name())) {
        people.get(i).drop();
      }
    }
    await()
        .atMost(ServerProcess.DEADLINE)
        .until(() -> people.stream().filter(person -> person.isAt(server.name())).count() > 0);
    awaitSessions();
  }

  private void pause(int seconds) throws Exception {
    two.process().signal("STOP");
    receipts.takeWorst();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    await().atMost(Duration.ofSeconds(seconds + 60L)).until(() -> System.nanoTime() > end);
    System.out.println(
        "server stopped for " + seconds + " s: longest receipt in ms " + receipts.takeWorst());
    two.process().signal("CONT");
    if (seconds > LEASE_SECONDS) {
      await()
          .atMost(ServerProcess.DEADLINE)
          .until(() -> people.stream().noneMatch(person -> person.isAt("two")));
    }
    two.awaitReadiness(true);
    awaitMore();
    report("server goes on");
    bringHalfTo(two);
  }

  /** A link that passes nothing on for as long as the server takes to notice. */
  private void cutOff(String how, Runnable fault) {
    fault.run();
    long down = millisUntil(() -> two.awaitReadiness(false));
    awaitMore();
    report(how + ": not ready after " + down + " ms");
    two.link().mend();
    long up = millisUntil(() -> two.awaitReadiness(true));
    bringHalfTo(two);
    awaitMore();
    report(how + ": ready again after " + up + " ms");
  }

  /** The connection that listens is silent, until the server notices that and opens another one. */
  private void halfOpenWire() {
    two.link().stallWhoAskedFor("listen ");
    awaitMore();
    await().atMost(ServerProcess.DEADLINE).until(() -> two.link().stalled() > 1);
    two.link().mend();
    awaitMore();
    report("wire half open");
  }

  private void failOver(boolean synchronous) throws Exception {
    int renewed = people.stream().mapToInt(ClusterPerson::renewals).sum();
    if (synchronous) {
      database.waitForStandby(true);
      awaitMore();
    } else {
      replication.cut();
      awaitMore();
    }
    database.kill();
    database.stop();
    replication.cut();
    standby.promote();
    database = standby;
    servers.forEach(server -> server.link().lead(database.port()));
    receipts.restart();
    long again = awaitMore();
    if (synchronous) {
      assertThat(people.stream().mapToInt(ClusterPerson::renewals).sum()).isEqualTo(renewed);
    } else {
      await()
          .atMost(ServerProcess.DEADLINE)
          .untilAsserted(() -> assertThat(people).allMatch(person -> person.renewals() == 1));
    }
    report(
        (synchronous ? "fail-over" : "fail-over that loses lines")
            + ": all are shown lines again after "
            + again
            + " ms");
  }

  @Test
  void everyFault() throws Exception {
    for (int i = 0; i < (FULL ? 15 : 2); i++) {
      killConnections();
    }
    for (int i = 0; i < (FULL ? 5 : 1); i++) {
      killDatabase();
    }
    for (int i = 0; i < (FULL ? 5 : 1); i++) {
      killServer();
    }
    pause(2);
    pause(FULL ? 60 : 8);
    cutOff("nothing comes back from the database", two.link()::stallReplies);
    halfOpenWire();
    if (FULL) {
      cutOff("no way to the database", two.link()::cut);
      cutOff("nothing passes to the database or back", two.link()::stall);
      follow("standby");
      failOver(true);
    }
    follow("lagging");
    failOver(false);
    check();
  }
}
