package dev.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.history.SavedRoom;
import dev.parley.chat.name.RoomName;
import dev.parley.store.PostgresProcess;
import dev.parley.store.Store;
import dev.parley.store.log.JdbcRoomLog;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Whatever happens to one of several nodes or to their database under load, every line that a node
 * was told, or that was acknowledged, is in the log once and at its offset, and all nodes are told
 * all lines in their order.
 */
@DisabledOnOs(OS.WINDOWS)
class ClusterLogIT {

  private static final int ROOMS = 20;
  private static final int LINES_PER_SECOND = 500;
  private static final int LINES_BETWEEN_FAULTS = 500;

  /** Is generous: what is measured is printed. */
  private static final long LONGEST_PAUSE = 10_000;

  @TempDir Path dir;

  private final LineChecker checker = new LineChecker();
  private final List<NodeProcess> nodes = new ArrayList<>();
  private PostgresProcess postgres;

  @BeforeEach
  void start() throws IOException {
    postgres = new PostgresProcess(dir.resolve("postgres"), NodeProcess.DEADLINE);
    try (Store store = Store.postgres(postgres.url(), null, null, true, config -> {});
        Cluster cluster = Cluster.start(store, "setup", "test");
        JdbcRoomLog log =
            new JdbcRoomLog(
                store, RetentionPolicy.UNLIMITED, 10, cluster.clock(), cluster.logPeers())) {
      for (int i = 0; i < ROOMS; i++) {
        CompletableFuture<Object> created = new CompletableFuture<>();
        log.create(
            new SavedRoom(
                new RoomName("room-" + i), "", RoomSettings.PERSISTENT, cluster.clock().instant()),
            created::complete);
        created.join();
      }
    }
    node("one");
    node("two");
  }

  @AfterEach
  void stop() throws IOException {
    for (NodeProcess node : nodes) {
      node.close();
    }
    postgres.close();
  }

  private NodeProcess node(String name) throws IOException {
    NodeProcess started =
        new NodeProcess(postgres.url(), name, LINES_PER_SECOND, checker).awaitReady();
    nodes.add(started);
    return started;
  }

  /** Waits until each node has stored and was told more lines. */
  private void awaitMore() {
    List<Long> before = nodes.stream().map(NodeProcess::stored).toList();
    int shown = checker.count();
    await()
        .atMost(NodeProcess.DEADLINE)
        .untilAsserted(() -> {
          for (int i = 0; i < nodes.size(); i++) {
            assertThat(nodes.get(i).stored() - before.get(i)).isGreaterThan(LINES_BETWEEN_FAULTS);
          }
          assertThat(checker.count() - shown).isGreaterThan(LINES_BETWEEN_FAULTS);
        });
  }

  private void report(String fault) {
    StringBuilder text = new StringBuilder(fault).append(": longest pause");
    for (NodeProcess node : nodes) {
      long pause = node.takeLongestPause();
      text.append(' ').append(node.name()).append(' ').append(pause).append(" ms");
    }
    System.out.println(text);
  }

  /** Stops all talk, waits until all nodes are told all, and compares with what is stored. */
  private void check() throws IOException {
    for (NodeProcess node : nodes) {
      node.quiet();
    }
    Map<String, List<String>> logs = awaitAgreement();
    logs.forEach(checker::stored);
    System.out.println(checker.count() + " lines; refused " + refusals());
    assertThat(checker.problems()).isEmpty();
  }

  private List<Integer> refusals() {
    return nodes.stream().map(node -> node.refusals().size()).toList();
  }

  private Map<String, List<String>> awaitAgreement() {
    await()
        .atMost(NodeProcess.DEADLINE)
        .untilAsserted(() -> {
          Map<String, Long> heads = new TreeMap<>();
          logs().forEach((epoch, log) -> heads.put(epoch, (long) log.size()));
          for (NodeProcess node : nodes) {
            assertThat(node.lastShown()).isEqualTo(heads);
          }
        });
    return logs();
  }

  private Map<String, List<String>> logs() {
    Map<String, List<String>> logs = new HashMap<>();
    try (Connection connection = DriverManager.getConnection(postgres.url());
        var row =
            connection
                .createStatement()
                .executeQuery(
                    "select epoch, text from room join line on room_id = id order by epoch,"
                        + " \"offset\"")) {
      while (row.next()) {
        logs.computeIfAbsent(row.getString(1), epoch -> new ArrayList<>()).add(row.getString(2));
      }
      return logs;
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private void assertShortPause(NodeProcess node) {
    assertThat(node.takeLongestPause()).isLessThan(LONGEST_PAUSE);
  }

  @Test
  void killedConnections() throws Exception {
    awaitMore();
    for (int round = 0; round < 5; round++) {
      try (Connection connection = DriverManager.getConnection(postgres.url())) {
        connection
            .createStatement()
            .execute(
                "select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where pid <> pg_backend_pid() and application_name = 'parley'");
      }
      awaitMore();
      report("all connections killed");
    }
    check();
  }

  @Test
  void killedDatabase() throws Exception {
    awaitMore();
    for (int round = 0; round < 3; round++) {
      postgres.kill();
      postgres.stop();
      postgres.start();
      awaitMore();
      report("database killed");
    }
    check();
  }

  @Test
  void killedNode() throws Exception {
    NodeProcess one = nodes.getFirst();
    for (int round = 0; round < 3; round++) {
      awaitMore();
      nodes.removeLast().kill();
      one.takeLongestPause();
      awaitMore();
      report("node killed");
      assertShortPause(one);
      node("two-" + round);
    }
    awaitMore();
    check();
  }

  @Test
  void pausedNode() throws Exception {
    awaitMore();
    NodeProcess one = nodes.getFirst();
    NodeProcess two = nodes.getLast();
    for (int lines : new int[] {2 * LINES_PER_SECOND, 8 * LINES_PER_SECOND}) {
      two.signal("STOP");
      one.takeLongestPause();
      long before = one.stored();
      await().atMost(NodeProcess.DEADLINE).until(() -> one.stored() - before > lines);
      System.out.println("node paused: longest pause " + one.takeLongestPause() + " ms");
      two.signal("CONT");
      awaitMore();
    }
    assertThat(two.refusals()).anyMatch(line -> line.contains("cut off"));
    check();
  }
}
