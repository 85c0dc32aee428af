package dev.parley.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.CuttableLink;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog.Appended;
import dev.parley.chat.history.RoomLog.Created;
import dev.parley.chat.history.RoomLog.Query;
import dev.parley.chat.history.RoomLog.Renamed;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.history.SavedRoom;
import dev.parley.chat.name.RoomName;
import dev.parley.store.PostgresServer;
import dev.parley.store.Store;
import dev.parley.store.StoreException;
import dev.parley.store.log.JdbcRoomLog;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that the logs of several nodes are one. */
class ClusterLogTests {

  @RegisterExtension static final PostgresServer SERVER = PostgresServer.withTables();

  private static final RoomName OPS = new RoomName("ops");
  private static final RoomName WORKS = new RoomName("works");
  private static final RetentionPolicy ALL = RetentionPolicy.UNLIMITED;
  private static final RetentionPolicy NONE = new RetentionPolicy(0L, null);

  private final List<ClusterNode> nodes = new ArrayList<>();
  private ClusterNode one;
  private ClusterNode two;

  @BeforeEach
  void start() {
    one = node("one");
    two = node("two");
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

  static void eventually(ThrowingRunnable claim) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(claim);
  }

  private void createEverywhere(RetentionPolicy keep) {
    assertThat(one.create(OPS, keep)).isInstanceOf(Created.Ready.class);
    for (ClusterNode node : nodes) {
      eventually(() -> assertThat(node.told).containsKey(OPS));
    }
  }

  /** Has each node say some lines at the same time, and waits for the answers. */
  private List<CompletableFuture<Appended>> sayTogether(int lines, RetentionPolicy keep) {
    List<CompletableFuture<Appended>> answers = new ArrayList<>();
    for (int i = 0; i < lines; i++) {
      for (ClusterNode node : nodes) {
        answers.add(node.tester.send(OPS, LogEntry.Kind.MESSAGE, "line " + i, keep));
      }
    }
    CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
        .orTimeout(60, TimeUnit.SECONDS)
        .join();
    return answers;
  }

  private void assertAllToldTheSame(int lines) {
    for (ClusterNode node : nodes) {
      eventually(() -> assertThat(node.told(OPS)).hasSize(lines));
      assertThat(node.told(OPS))
          .extracting(LogEntry::offset)
          .containsExactlyElementsOf(LongStream.rangeClosed(1, lines).boxed().toList());
      assertThat(node.told(OPS)).isEqualTo(one.told(OPS));
    }
  }

  @Test
  void aLineIsToldOnTheOtherNode() {
    createEverywhere(ALL);
    LogEntry said = one.tester.say(OPS, "several\nlines, 日本語 👩‍👩‍👧");
    eventually(() -> assertThat(two.told(OPS)).containsExactly(said));
    assertThat(two.log.recent(OPS, 5)).containsExactly(said);
    LogEntry next = two.tester.say(OPS, "answer");
    assertThat(next.offset()).isEqualTo(2);
    eventually(() -> assertThat(one.told(OPS)).containsExactly(said, next));
    assertThat(one.log.position(OPS)).isEqualTo(two.log.position(OPS));
  }

  private static CompletableFuture<Renamed> rename(ClusterNode node, RoomName room, RoomName to) {
    CompletableFuture<Renamed> renamed = new CompletableFuture<>();
    node.log.rename(room, to, renamed::complete);
    return renamed.orTimeout(30, TimeUnit.SECONDS);
  }

  @Test
  void renamedRoomGoesOnAtTheOtherNode() {
    createEverywhere(ALL);
    one.tester.say(OPS, "one");
    eventually(() -> assertThat(two.told(OPS)).hasSize(1));

    assertThat(rename(one, OPS, WORKS).join()).isEqualTo(new Renamed.Done());

    eventually(() -> assertThat(two.observed).contains("renamed #works"));
    two.tester.say(WORKS, "two");
    eventually(() -> assertThat(one.log.recent(WORKS, 5)).hasSize(2));
    assertThat(one.log.position(WORKS)).isEqualTo(two.log.position(WORKS));
    assertThat(two.log.position(OPS)).isNull();
    assertThat(two.observed).containsOnlyOnce("renamed #works").doesNotContain("deleted #ops");
    // Another room of the former name is another room everywhere.
    assertThat(two.create(OPS, ALL)).isInstanceOf(Created.Ready.class);
    eventually(() -> assertThat(one.log.position(OPS)).isEqualTo(two.log.position(OPS)));
    assertThat(one.log.position(OPS).epoch()).isNotEqualTo(one.log.position(WORKS).epoch());
  }

  @Test
  void lineThatIsSaidByTheFormerNameMeanwhileIsInTheRoom() {
    createEverywhere(ALL);
    CompletableFuture<Renamed> renamed = rename(one, OPS, WORKS);
    CompletableFuture<Appended> said = two.tester.send(OPS, LogEntry.Kind.MESSAGE, "late", ALL);
    assertThat(renamed.join()).isEqualTo(new Renamed.Done());

    assertThat(said.orTimeout(30, TimeUnit.SECONDS).join())
        .isInstanceOfSatisfying(
            Appended.Stored.class, stored -> assertThat(stored.entry().offset()).isEqualTo(1));
    eventually(() -> assertThat(one.log.recent(WORKS, 5)).hasSize(1));
  }

  @Test
  void oneOfTwoRoomsGetsANameThatBothWant() {
    for (int round = 0; round < 20; round++) {
      RoomName first = new RoomName("first" + round);
      RoomName second = new RoomName("second" + round);
      RoomName wanted = new RoomName("wanted" + round);
      one.create(first, ALL);
      two.create(second, ALL);
      CompletableFuture<Renamed> there = rename(two, second, wanted);
      List<Renamed> results = List.of(rename(one, first, wanted).join(), there.join());
      assertThat(results).containsExactlyInAnyOrder(new Renamed.Done(), new Renamed.Taken());
      eventually(() ->
          assertThat(one.log.position(wanted)).isNotNull().isEqualTo(two.log.position(wanted)));
    }
  }

  @Test
  void roomThatIsMadeWhereAnotherIsRenamedToItsNameIsOneOfThem() {
    for (int round = 0; round < 20; round++) {
      RoomName first = new RoomName("first" + round);
      RoomName wanted = new RoomName("wanted" + round);
      one.create(first, ALL);
      eventually(() -> assertThat(two.log.position(first)).isNotNull());
      CompletableFuture<Renamed> renamed = rename(one, first, wanted);
      Created.Ready made = (Created.Ready) two.create(wanted, ALL);
      assertThat(renamed.join()).isEqualTo(made.first() ? new Renamed.Taken() : new Renamed.Done());
      assertThat(made.room().name()).isEqualTo(wanted);
      eventually(() ->
          assertThat(one.log.position(wanted)).isNotNull().isEqualTo(two.log.position(wanted)));
      two.tester.say(wanted, "hello");
      eventually(() -> assertThat(one.log.recent(wanted, 1)).hasSize(1));
    }
  }

  @Test
  void linesOfNodesThatSpeakTogetherHaveOneOrder() {
    node("three");
    createEverywhere(ALL);
    sayTogether(1000, ALL);
    assertAllToldTheSame(3000);
    assertThat(one.log.read(OPS, Query.after(0, 10_000))).isEqualTo(one.told(OPS));
  }

  @Test
  void linesThatAreNotKeptHaveOneOrderToo() {
    createEverywhere(NONE);
    sayTogether(500, NONE);
    assertAllToldTheSame(1000);
    assertThat(one.log.read(OPS, Query.after(0, 10_000))).isEmpty();
  }

  @Test
  void aLongLineArrivesWhole() {
    createEverywhere(NONE);
    LogEntry said = one.tester.say(OPS, "ž€😀".repeat(5000), NONE);
    eventually(() -> assertThat(two.told(OPS)).containsExactly(said));
  }

  @Test
  void aRoomThatTwoNodesCreateIsOne() {
    List<CompletableFuture<Created>> created = new ArrayList<>();
    for (ClusterNode node : nodes) {
      created.add(CompletableFuture.supplyAsync(() -> node.create(OPS, ALL)));
    }
    assertThat(created.stream().map(each -> ((Created.Ready) each.join()).first()))
        .containsExactlyInAnyOrder(true, false);
    assertThat(one.log.position(OPS)).isEqualTo(two.log.position(OPS));
    sayTogether(10, ALL);
    assertAllToldTheSame(20);
  }

  @Test
  void changesToARoomAreObservedOnTheOtherNode() {
    createEverywhere(ALL);
    RoomSettings slow = new RoomSettings(true, false, null, 0, 7, ALL);
    assertThat(one.tester.save(new SavedRoom(OPS, "", slow, Clock.systemUTC().instant())))
        .isEmpty();
    eventually(() -> assertThat(two.observed).contains("saved #ops 7"));
    two.tester.topic(OPS, "What runs where");
    eventually(() -> assertThat(one.log.saved().getFirst().topic()).isEqualTo("What runs where"));
    one.log.delete(OPS, problem -> {});
    eventually(() -> assertThat(two.observed).contains("deleted #ops"));
    assertThat(two.log.position(OPS)).isNull();
    two.create(OPS, ALL);
    eventually(() -> assertThat(one.log.position(OPS)).isEqualTo(two.log.position(OPS)));
  }

  @Test
  void aRedactionIsSeenOnTheOtherNode() {
    createEverywhere(ALL);
    one.tester.say(OPS, "secret");
    eventually(() -> assertThat(two.log.recent(OPS, 1)).hasSize(1));
    assertThat(one.log.redact(OPS, 1)).isNotNull();
    eventually(() -> assertThat(two.observed).contains("redacted #ops 1"));
    assertThat(two.log.recent(OPS, 1).getFirst().redacted()).isTrue();
  }

  @Test
  void nothingIsLostOrDoubledWhenAllConnectionsAreKilled() {
    createEverywhere(ALL);
    for (int round = 0; round < 5; round++) {
      CompletableFuture<Void> kill =
          CompletableFuture.runAsync(() ->
              SERVER.execute(
                  "select pg_terminate_backend(pid) from pg_stat_activity"
                      + " where pid <> pg_backend_pid() and application_name = 'parley'"));
      List<CompletableFuture<Appended>> answers = sayTogether(200, ALL);
      kill.join();
      assertThat(answers).allMatch(CompletableFuture::isDone);
    }
    // One more, which follows all that were stored.
    eventually(() -> assertThat(one.log.problem()).isNull());
    one.tester.say(OPS, "last");
    List<LogEntry> stored = one.log.read(OPS, Query.after(0, 10_000));
    assertAllToldTheSame(stored.size());
    assertThat(one.told(OPS)).isEqualTo(stored);
  }

  /** Adds a node whose messages to the others may be lost. */
  private ClusterNode lossyNode(LossyWire[] lossy) {
    ClusterNode three =
        new ClusterNode(
            SERVER,
            "three",
            cluster -> {
              lossy[0] = new LossyWire(cluster.wire());
              return new ClusterLogPeers(lossy[0], cluster.nodes(), cluster.changes(), () -> {});
            });
    nodes.add(three);
    return three;
  }

  @Test
  void everythingThatIsStoredElsewhereIsToldOnRequest() {
    ClusterNode three = lossyNode(new LossyWire[1]);
    createEverywhere(ALL);
    three.tester.say(OPS, "lost");
    assertThat(three.create(new RoomName("news"), ALL)).isInstanceOf(Created.Ready.class);
    CompletableFuture<List<String>> known = new CompletableFuture<>();
    one.log.catchUp(() -> {
      List<String> all = new ArrayList<>(one.texts(OPS));
      all.addAll(one.observed);
      known.complete(all);
    });

    assertThat(known.orTimeout(60, TimeUnit.SECONDS).join()).contains("lost", "saved #news 0");
  }

  @Test
  void lostMessagesAreHealedAndCounted() {
    LossyWire[] lossy = new LossyWire[1];
    ClusterNode three = lossyNode(lossy);
    createEverywhere(ALL);
    for (int i = 0; i < 20; i++) {
      three.tester.say(OPS, "line " + i);
    }
    assertThat(lossy[0].lost.get()).isPositive();
    assertAllToldTheSame(20);
    three.tester.say(OPS, "lost");
    assertAllToldTheSame(21);
    assertThat(one.cluster.healedLines()).isPositive();
  }

  /** Loses one message in ten, and the last. */
  private static final class LossyWire implements Wire {

    private final Wire wire;
    final AtomicInteger lost = new AtomicInteger();
    private final AtomicInteger sent = new AtomicInteger();

    LossyWire(Wire wire) {
      this.wire = wire;
    }

    @Override
    public void publish(String topic, String body) {
      if (sent.incrementAndGet() % 10 == 0 || body.endsWith("lost")) {
        lost.incrementAndGet();
      } else {
        wire.publish(topic, body);
      }
    }

    @Override
    public void subscribe(String topic, Handler handler) {
      wire.subscribe(topic, handler);
    }

    @Override
    public void onReconnect(Runnable refresh) {
      wire.onReconnect(refresh);
    }
  }

  @Test
  void timesAreThoseOfTheDatabaseWhereClocksAreAnHourApart() {
    for (long minutes : List.of(60L, -60L)) {
      Clock wrong = Clock.offset(Clock.systemUTC(), Duration.ofMinutes(minutes));
      nodes.add(new ClusterNode(SERVER.openShared(), "wrong " + minutes, Cluster::logPeers, wrong));
    }
    createEverywhere(ALL);
    sayTogether(5, ALL);
    assertAllToldTheSame(20);
    Instant now = Instant.now();
    Instant soon = now.plus(Duration.ofMinutes(10));
    Instant before = now.minus(Duration.ofMinutes(10));
    assertThat(nodes)
        .allSatisfy(node -> assertThat(node.cluster.clock().instant()).isBetween(before, soon));
    assertThat(one.told(OPS))
        .isSortedAccordingTo(Comparator.comparing(LogEntry::at))
        .allSatisfy(line -> assertThat(line.at()).isBetween(before, soon));
  }

  @Test
  void aNodePastItsLeaseWritesNothingAndComesBack() {
    createEverywhere(ALL);
    NodeId before = one.cluster.nodes().self();
    SERVER.execute("update node set lease_until = 1 where name = 'one'");
    assertThat(one.tester.send(OPS, LogEntry.Kind.MESSAGE, "late", ALL).join())
        .isInstanceOfSatisfying(
            Appended.Failed.class, failed -> assertThat(failed.reason()).contains("cut off"));
    two.tester.say(OPS, "meanwhile");
    eventually(() -> assertThat(one.cluster.nodes().self()).isNotEqualTo(before));
    eventually(() -> assertThat(one.log.problem()).isNull());
    one.tester.say(OPS, "again");
    assertAllToldTheSame(2);
    assertThat(two.texts(OPS)).containsExactly("meanwhile", "again");
  }

  @Test
  void aNodeThatIsCutOffShowsNothingAndCatchesUpLater() {
    try (CuttableLink link = new CuttableLink(URI.create(SERVER.url().substring(5)).getPort())) {
      String url = SERVER.url().replaceFirst(":[0-9]+/", ":" + link.port() + "/");
      Store store = Store.postgres(url, null, null, true, config -> {});
      ClusterNode three = new ClusterNode(store, "three", Cluster::logPeers);
      nodes.add(three);
      createEverywhere(ALL);
      three.tester.say(OPS, "before");
      NodeId before = three.cluster.nodes().self();
      link.stall();
      eventually(() -> assertThat(three.cluster.nodes().isLeased()).isFalse());
      eventually(() -> assertThat(three.log.problem()).contains("cut off"));
      assertThat(three.tester.send(OPS, LogEntry.Kind.MESSAGE, "lost", ALL).join())
          .isInstanceOf(Appended.Failed.class);
      eventually(() ->
          assertThat(one.cluster.nodes().alive())
              .extracting(Nodes.Node::id)
              .doesNotContain(before));
      one.tester.say(OPS, "meanwhile");
      assertThat(three.texts(OPS)).containsExactly("before");
      link.mend();
      eventually(() -> assertThat(three.texts(OPS)).containsExactly("before", "meanwhile"));
      eventually(() -> assertThat(three.log.problem()).isNull());
      three.tester.say(OPS, "after");
      assertAllToldTheSame(3);
    }
  }

  @Test
  void aNodeThatStartsHasWhatIsThere() {
    createEverywhere(ALL);
    sayTogether(10, ALL);
    ClusterNode three = node("three");
    assertThat(three.log.position(OPS)).isEqualTo(one.log.position(OPS));
    assertThat(three.log.recent(OPS, 20)).isEqualTo(one.log.recent(OPS, 20));
    assertThat(three.tester.say(OPS, "hello").offset()).isEqualTo(21);
    eventually(() -> assertThat(one.texts(OPS)).endsWith("hello"));
  }

  @Test
  void oneNodeDeletesWhatHasExpired() {
    RetentionPolicy few = new RetentionPolicy(5L, null);
    createEverywhere(few);
    sayTogether(50, few);
    assertThat(nodes).filteredOn(node -> node.cluster.logPeers().isCaretaker()).hasSize(1);
    for (ClusterNode node : nodes) {
      eventually(
          () -> assertThat(node.tester.offsets(OPS)).containsExactly(96L, 97L, 98L, 99L, 100L));
    }
    eventually(() -> assertThat(count("select count(*) from line")).isEqualTo(5));
    one.log.delete(OPS, problem -> {});
    eventually(() -> assertThat(count("select count(*) from room")).isZero());
  }

  private long count(String query) {
    return one.store.read(client -> client.sql(query).query(Long.class).single());
  }

  @Test
  void aServerByItselfDoesNotStartOnTheDatabaseOfACluster() {
    assertThatThrownBy(ClusterLogTests::startAlone)
        .isInstanceOf(StoreException.class)
        .hasMessageEndingWith(
            "it belongs to a cluster, and parley.cluster.enabled is not true here.");
    stop();
    nodes.clear();
    assertThatThrownBy(ClusterLogTests::startAlone).isInstanceOf(StoreException.class);
  }

  private static void startAlone() {
    try (Store store = SERVER.openStore()) {
      new JdbcRoomLog(store, ALL, 50, Clock.systemUTC()).close();
    }
  }

  @Test
  void aClusterDoesNotStartOnTheDatabaseOfAServerByItself() {
    stop();
    nodes.clear();
    SERVER.execute("update server set clustered = false");
    try (Store store = SERVER.openStore();
        JdbcRoomLog alone = new JdbcRoomLog(store, ALL, 50, Clock.systemUTC())) {
      assertThat(alone.problem()).isNull();
      assertThatThrownBy(() -> node("one"))
          .isInstanceOf(StoreException.class)
          .hasMessageEndingWith("it is in use by another parley server.");
    }
  }

  @Test
  void aServerByItselfBecomesAClusterWithItsRooms() {
    stop();
    nodes.clear();
    SERVER.execute("update server set clustered = false");
    RoomName dev = new RoomName("dev");
    String epoch;
    try (Store store = SERVER.openStore();
        JdbcRoomLog alone = new JdbcRoomLog(store, ALL, 50, Clock.systemUTC())) {
      var tester = new dev.parley.store.log.LogTester(alone, Clock.systemUTC());
      for (RoomName room : List.of(OPS, dev)) {
        tester.save(new SavedRoom(room, "", RoomSettings.PERSISTENT, Clock.systemUTC().instant()));
      }
      IntStream.range(0, 10).forEach(i -> tester.say(OPS, "line " + i));
      IntStream.range(0, 10).forEach(i -> tester.say(dev, "line " + i, NONE));
      epoch = alone.position(dev).epoch();
    }
    one = node("one");
    two = node("two");
    assertThat(one.tester.offsets(OPS)).hasSize(10);
    assertThat(one.log.position(dev)).isEqualTo(two.log.position(dev));
    assertThat(one.log.position(dev).epoch()).isNotEqualTo(epoch);
    assertThat(two.tester.say(dev, "first").offset()).isEqualTo(1);
    assertThat(two.tester.say(OPS, "next").offset()).isEqualTo(11);
  }
}
