package dev.parley.cluster;

import static dev.parley.cluster.ClusterLogTests.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.store.PostgresServer;
import dev.parley.store.Store;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.data.TemporalUnitWithinOffset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that nodes know of each other, and what they send each other. */
class ClusterTests {

  @RegisterExtension static final PostgresServer SERVER = PostgresServer.withTables();

  private final List<AutoCloseable> open = new ArrayList<>();
  private final List<String> events = new CopyOnWriteArrayList<>();
  private Cluster one;
  private Cluster two;

  @BeforeEach
  void start() {
    one = node("one");
    two = node("two");
  }

  private Cluster node(String name) {
    Store store = SERVER.openShared();
    open.addFirst(store);
    Cluster cluster = Cluster.start(store, name, "test");
    open.addFirst(cluster);
    return cluster;
  }

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : open) {
      each.close();
    }
  }

  /** Notes what one node is told of others. */
  private Nodes.Listener recorder() {
    return new Nodes.Listener() {
      @Override
      public void joined(Nodes.Node node) {
        events.add("joined " + node.name());
      }

      @Override
      public void died(NodeId node) {
        events.add("died " + node);
      }

      @Override
      public void lost() {
        events.add("lost");
      }

      @Override
      public void regained() {
        events.add("regained");
      }
    };
  }

  @Test
  void nodesKnowWhoJoinsAndWhoLeaves() throws Exception {
    one.nodes().listen(recorder());
    eventually(() -> assertThat(events).containsExactly("joined two"));
    assertThat(one.nodes().alive()).extracting(Nodes.Node::name).containsExactly("one", "two");
    NodeId left = two.nodes().self();
    two.close();
    eventually(() -> assertThat(events).endsWith("died " + left));
    assertThat(two.nodes().isLeased()).isFalse();
    node("three");
    eventually(() -> assertThat(events).endsWith("joined three"));
  }

  @Test
  void aNodeWhoseLeaseIsOverIsDeadAndComesBackAsAnother() {
    one.nodes().listen(recorder());
    List<String> own = new CopyOnWriteArrayList<>();
    two.nodes()
        .listen(
            new Nodes.Listener() {
              @Override
              public void lost() {
                own.add("lost");
              }

              @Override
              public void regained() {
                own.add("regained " + two.nodes().isLeased());
              }
            });
    eventually(() -> assertThat(events).containsExactly("joined two"));
    NodeId before = two.nodes().self();
    SERVER.execute("update node set lease_until = 1 where name = 'two'");
    eventually(() -> assertThat(own).containsExactly("lost", "regained true"));
    eventually(
        () -> assertThat(events).containsExactly("joined two", "died " + before, "joined two"));
    assertThat(two.nodes().self()).isNotEqualTo(before);
  }

  /** Messages may be lost with a connection, as on a slow machine: then that is told. */
  @Test
  void messagesArriveInOrder() {
    List<String> received = new CopyOnWriteArrayList<>();
    AtomicInteger refreshes = new AtomicInteger();
    two.wire().subscribe("a", (sender, body) -> received.add(sender + body));
    two.wire().onReconnect(refreshes::incrementAndGet);
    one.wire().subscribe("a", (sender, body) -> received.add("one's own"));
    int told;
    List<String> expected = new ArrayList<>();
    do {
      told = refreshes.get();
      for (int i = 0; i < 5000; i++) {
        String body = " " + expected.size();
        expected.add(one.nodes().self() + body);
        one.wire().publish("a", body);
      }
      int before = told;
      String last = expected.getLast();
      eventually(() -> assertThat(refreshes.get() > before || received.contains(last)).isTrue());
    } while (refreshes.get() > told);
    assertThat(expected).containsSubsequence(received);
    assertThat(received)
        .endsWith(expected.subList(expected.size() - 5000, expected.size()).toArray(String[]::new));
  }

  /** Messages may be lost with a connection, as on a slow machine: then all are sent again. */
  @Test
  void longMessagesArriveWholeThoughOthersAreSentMeanwhile() {
    String text = " 0123456789".repeat(5000);
    Queue<String> received = new ConcurrentLinkedQueue<>();
    AtomicInteger refreshes = new AtomicInteger();
    two.wire().subscribe("long", (sender, body) -> received.add(body));
    two.wire().subscribe("end", (sender, body) -> received.add(body));
    two.wire().onReconnect(refreshes::incrementAndGet);
    String round;
    int told;
    do {
      told = refreshes.get();
      round = String.valueOf(told);
      String body = round + text;
      try (ExecutorService senders = Executors.newFixedThreadPool(4)) {
        for (int sender = 0; sender < 4; sender++) {
          senders.execute(() -> {
            for (int i = 0; i < 50; i++) {
              one.wire().publish("long", body);
              one.wire().publish("short", body.substring(0, 50));
            }
          });
        }
      }
      one.wire().publish("end", round);
      int before = told;
      eventually(() ->
          assertThat(refreshes.get() > before || received.contains(String.valueOf(before)))
              .isTrue());
    } while (refreshes.get() > told);
    assertThat(received).filteredOn((round + text)::equals).hasSize(200);
  }

  @Test
  void theWireConnectsAgainAndSaysSo() {
    List<String> received = new CopyOnWriteArrayList<>();
    two.wire().subscribe("a", (sender, body) -> received.add(body));
    two.wire().onReconnect(() -> received.add("refresh"));
    SERVER.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity where pid <> pg_backend_pid()"
            + " and application_name = 'parley'");
    eventually(() -> assertThat(received).contains("refresh"));
    eventually(() -> {
      one.wire().publish("a", "x");
      assertThat(received).endsWith("x");
    });
  }

  @Test
  void changesAreAppliedInOneOrderOnAllNodes() throws Exception {
    List<String> atOne = new CopyOnWriteArrayList<>();
    List<String> atTwo = new CopyOnWriteArrayList<>();
    one.changes().subscribe("ban", (origin, body) -> atOne.add(origin + body));
    two.changes().subscribe("ban", (origin, body) -> atTwo.add(origin + body));
    try (ExecutorService both = Executors.newFixedThreadPool(2)) {
      for (Cluster each : List.of(one, two)) {
        both.execute(() -> {
          for (int i = 0; i < 200; i++) {
            each.changes().publish("ban", " " + i);
          }
        });
      }
    }
    eventually(() -> assertThat(atOne).hasSize(400));
    eventually(() -> assertThat(atTwo).isEqualTo(atOne));
  }

  @Test
  void changesThatWereDeletedUnreadAreMissed() {
    List<String> missed = new CopyOnWriteArrayList<>();
    one.changes().onMissed(() -> missed.add("missed"));
    SERVER.execute("update change_head set version = version + 5");
    one.changes().publish("ban", "");
    eventually(() -> assertThat(missed).contains("missed"));
  }

  @Test
  void timeIsThatOfTheDatabase() {
    assertThat(one.clock().instant())
        .isCloseTo(Instant.now(), new TemporalUnitWithinOffset(1, ChronoUnit.MINUTES));
    Instant now = Instant.parse("2026-11-22T10:00:00Z");
    DatabaseClock clock = new DatabaseClock(Clock.fixed(now, ZoneOffset.UTC));
    Instant database = now.minus(Duration.ofHours(1));
    clock.set(database.toEpochMilli(), now.toEpochMilli());
    assertThat(clock.instant()).isEqualTo(database);
    assertThat(clock.millis()).isEqualTo(database.toEpochMilli());
  }
}
