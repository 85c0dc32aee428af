package dev.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog.Appended;
import dev.parley.chat.history.RoomLog.Created;
import dev.parley.chat.history.RoomLog.Position;
import dev.parley.chat.history.RoomLog.Query;
import dev.parley.chat.history.RoomLog.Renamed;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.history.SavedRoom;
import dev.parley.chat.name.RoomName;
import dev.parley.store.PostgresServer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Tests what several nodes do when the database goes on with another history, which is played here
 * by changes to the database.
 */
class FailOverTests {

  @RegisterExtension static final PostgresServer SERVER = PostgresServer.withTables();

  private static final RoomName OPS = new RoomName("ops");
  private static final RoomName WORKS = new RoomName("works");
  private static final RetentionPolicy ALL = RetentionPolicy.UNLIMITED;
  private static final String LOSES_LINES_AFTER_6 =
      "delete from line where \"offset\" > 6; update room set last_offset = 6;";

  private final List<ClusterNode> nodes = new ArrayList<>();
  private ClusterNode one;
  private ClusterNode two;
  private Position before;

  @BeforeEach
  void sayTenLines() {
    one = node("one");
    two = node("two");
    assertThat(one.create(OPS, ALL)).isInstanceOf(Created.Ready.class);
    eventually(() -> assertThat(two.told).containsKey(OPS));
    for (int i = 1; i <= 5; i++) {
      one.tester.say(OPS, "one-" + i);
      two.tester.say(OPS, "two-" + i);
    }
    nodes.forEach(node -> eventually(() -> assertThat(node.told(OPS)).hasSize(10)));
    before = one.log.position(OPS);
  }

  private ClusterNode node(String name) {
    ClusterNode started = new ClusterNode(SERVER, name);
    nodes.add(started);
    return started;
  }

  @AfterEach
  void stop() {
    nodes.forEach(ClusterNode::close);
  }

  private static void eventually(ThrowingRunnable claim) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(claim);
  }

  private static void failOver(String loss) {
    SERVER.execute(
        loss
            + "create or replace function current_timeline() returns text language sql as"
            + " $$ select 'another' $$");
    SERVER.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
            + " where pid <> pg_backend_pid() and application_name = 'parley'");
  }

  private LogEntry sayWhenPossible(ClusterNode node, String text) {
    List<LogEntry> stored = new ArrayList<>();
    eventually(() -> {
      Appended answer = node.tester.send(OPS, LogEntry.Kind.MESSAGE, text, ALL).join();
      assertThat(answer).isInstanceOf(Appended.Stored.class);
      stored.add(((Appended.Stored) answer).entry());
    });
    return stored.getLast();
  }

  private void assertRenewed() {
    for (ClusterNode node : nodes) {
      eventually(() -> assertThat(node.observed).contains("renewed #ops"));
      assertThat(node.log.position(OPS).epoch()).isNotEqualTo(before.epoch());
      assertThat(node.log.position(OPS)).isEqualTo(one.log.position(OPS));
    }
  }

  @Test
  void epochsGoOnWhereNothingIsLost() {
    failOver("");
    assertThat(sayWhenPossible(two, "next").offset()).isEqualTo(11);
    for (ClusterNode node : nodes) {
      eventually(() -> assertThat(node.texts(OPS)).hasSize(11).endsWith("next"));
      assertThat(node.log.position(OPS)).isEqualTo(new Position(before.epoch(), 1, 11));
      assertThat(node.observed).doesNotContain("renewed #ops");
    }
  }

  @Test
  void roomsBeginNewEpochWhereLinesAreLost() {
    failOver(LOSES_LINES_AFTER_6);
    assertRenewed();
    assertThat(sayWhenPossible(one, "next").offset()).isEqualTo(7);
    assertThat(sayWhenPossible(two, "last").offset()).isEqualTo(8);
    for (ClusterNode node : nodes) {
      eventually(() -> assertThat(node.texts(OPS)).containsExactly("next", "last"));
      assertThat(node.log.read(OPS, Query.after(0, 100)))
          .extracting(LogEntry::text)
          .containsExactly("one-1", "two-1", "one-2", "two-2", "one-3", "two-3", "next", "last");
    }
  }

  @Test
  void roomWhoseNewNameIsLostGoesOnByTheFormerOne() {
    CompletableFuture<Renamed> renamed = new CompletableFuture<>();
    one.log.rename(OPS, WORKS, renamed::complete);
    assertThat(renamed.orTimeout(30, TimeUnit.SECONDS).join()).isEqualTo(new Renamed.Done());
    eventually(() -> assertThat(two.log.position(WORKS)).isEqualTo(before));
    failOver(LOSES_LINES_AFTER_6 + "update room set name = 'ops', name_key = 'ops';");

    assertRenewed();
    for (ClusterNode node : nodes) {
      assertThat(node.observed).contains("renamed #ops").doesNotContain("deleted #works");
      assertThat(node.log.position(WORKS)).isNull();
      assertThat(node.log.read(OPS, Query.after(0, 100))).hasSize(6);
    }
  }

  @Test
  void nodeThatDoesNotComeBackMayKnowOfMore() {
    SERVER.execute(
        "insert into node (id, name, version, started_at, lease_until)"
            + " values (gen_random_uuid(), 'dead', '', 0, log_time() + 5000)");
    failOver("");
    Appended answer = one.tester.send(OPS, LogEntry.Kind.MESSAGE, "early", ALL).join();
    assertThat(answer)
        .isInstanceOfSatisfying(
            Appended.Failed.class,
            failed -> assertThat(failed.reason()).contains("not all servers are back"));
    SERVER.execute("update server set undecided_since = undecided_since - 10000");
    assertRenewed();
    assertThat(sayWhenPossible(two, "next").offset()).isEqualTo(11);
  }

  @Test
  void nodeThatStopsIsNotAwaited() {
    two.close();
    nodes.remove(two);
    failOver("");
    assertThat(sayWhenPossible(one, "next").offset()).isEqualTo(11);
    assertThat(one.log.position(OPS).epoch()).isEqualTo(before.epoch());
  }

  @Test
  void nodeThatStartsAfterwardsWaitsForTheOthers() {
    nodes.forEach(ClusterNode::close);
    nodes.clear();
    SERVER.execute(
        "insert into node (id, name, version, started_at, lease_until)"
            + " values (gen_random_uuid(), 'dead', '', 0, log_time() + 5000);"
            + "update server set timeline = 'before'; select enter_timeline();"
            + "update server set undecided_since = undecided_since - 10000");
    one = node("three");
    assertThat(one.log.position(OPS).epoch()).isNotEqualTo(before.epoch());
    assertThat(one.tester.say(OPS, "next").offset()).isEqualTo(11);
  }

  @Test
  void settingsAreReadAgain() {
    RoomSettings slow = new RoomSettings(true, false, null, 0, 7, ALL);
    one.tester.save(new SavedRoom(OPS, "", slow, Clock.systemUTC().instant()));
    eventually(() -> assertThat(two.observed).contains("saved #ops 7"));
    failOver("update room set slow_mode_seconds = 3;");
    for (ClusterNode node : nodes) {
      eventually(() -> assertThat(node.observed).contains("saved #ops 3"));
    }
  }

  @Test
  void changesWhoseVersionsAreGivenAgainAreApplied() {
    List<String> changed = new ArrayList<>();
    one.cluster.changes().subscribe("test", (origin, body) -> changed.add(body));
    List<String> missed = new ArrayList<>();
    one.cluster.changes().onMissed(() -> missed.add("missed"));
    failOver("delete from change; update change_head set version = 0;");
    eventually(() -> assertThat(missed).isNotEmpty());
    two.cluster.changes().publish("test", "new");
    eventually(() -> assertThat(changed).containsExactly("new"));
  }
}
