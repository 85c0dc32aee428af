package dev.parley.cluster.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.CuttableLink;
import dev.parley.chat.name.Nick;
import dev.parley.cluster.NodeId;
import dev.parley.store.PostgresServer;
import dev.parley.store.Store;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests that a name belongs to one person on all nodes. */
class PostgresNameRegisterTests {

  private static final int NODES = 3;
  private static final int NAMES = 10_000;
  private static final int CLAIMS_EACH = 10;
  private static final Nick BOB = new Nick("bob");

  @RegisterExtension static final PostgresServer SERVER = PostgresServer.withTables();

  private final List<Store> stores = new ArrayList<>();
  private final List<PostgresNameRegister> registers = new ArrayList<>();
  private final List<NodeId> nodes = Stream.generate(NodeId::create).limit(NODES).toList();

  @BeforeEach
  void start() {
    for (NodeId node : nodes) {
      Store store = SERVER.openStore();
      stores.add(store);
      registers.add(new PostgresNameRegister(store, () -> node));
    }
  }

  @AfterEach
  void stop() {
    registers.forEach(PostgresNameRegister::close);
    stores.forEach(Store::close);
  }

  private boolean claims(int node, Nick nick, String person) {
    return registers.get(node).claim(nick, person).join();
  }

  @Test
  void nameBelongsToTheFirstWhoClaimsIt() {
    assertThat(claims(0, BOB, "p1")).isTrue();
    assertThat(claims(1, new Nick("BOB"), "p2")).isFalse();
    assertThat(claims(0, BOB, "p1")).as("once more").isTrue();
  }

  @Test
  void releasedNameCanBeClaimed() {
    assertThat(claims(0, BOB, "p1")).isTrue();
    registers.get(1).release(BOB, "p2");
    assertThat(claims(1, BOB, "p2")).as("released by somebody else").isFalse();
    registers.get(0).release(BOB, "p1");
    assertThat(claims(0, new Nick("other"), "p3")).as("after the release").isTrue();
    assertThat(claims(1, BOB, "p2")).isTrue();
  }

  @Test
  void claimIsRefusedWhileNamesCannotBeReleased() {
    try (CuttableLink link = new CuttableLink(URI.create(SERVER.url().substring(5)).getPort())) {
      String url = SERVER.url().replaceFirst(":[0-9]+/", ":" + link.port() + "/");
      Store store = Store.postgres(url, null, null, true, config -> {});
      stores.add(store);
      PostgresNameRegister register = new PostgresNameRegister(store, NodeId::create);
      registers.add(register);
      assertThat(register.claim(BOB, "p1").join()).isTrue();
      link.cut();
      register.release(BOB, "p1");
      Nick carol = new Nick("carol");
      assertThat(register.claim(carol, "p2")).failsWithin(Duration.ofMinutes(1));
      link.mend();
      await().until(() -> claims(0, BOB, "p3"));
      assertThat(claims(0, carol, "p3")).as("never claimed").isTrue();
    }
  }

  @Test
  void claimsAndReleasesAreCarriedOutInOrder() {
    PostgresNameRegister register = registers.getFirst();
    List<CompletableFuture<Boolean>> claims = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      claims.add(register.claim(BOB, "p" + i));
      register.release(BOB, "p" + i);
    }
    assertThat(claims).allSatisfy(claim -> assertThat(claim.join()).isTrue());
  }

  @Test
  void namesOfDeadNodeAreKeptUntilForgotten() throws SQLException {
    assertThat(claims(0, BOB, "p1")).isTrue();
    assertThat(registers.get(1).nodes()).containsExactly(nodes.getFirst());
    assertThat(claims(1, BOB, "p2")).isFalse();
    assertThat(claims(1, BOB, "p1")).as("the person came back at another node").isTrue();
    registers.get(2).forget(nodes.get(0));
    assertThat(claims(2, BOB, "p2")).as("not forgotten with the first node").isFalse();
    registers.get(2).forget(nodes.get(1));
    assertThat(claims(2, BOB, "p2")).isTrue();
  }

  @Test
  void namesAreClaimedAgainAfterTheTableWasEmptied() {
    assertThat(claims(0, BOB, "p1")).isTrue();
    assertThat(claims(0, new Nick("carol"), "p2")).isTrue();
    stores.getFirst().read(client -> client.sql("truncate node_name").update());
    assertThat(claims(1, BOB, "p3")).isTrue();

    Map<String, Nick> lost =
        registers.getFirst().refill(Map.of("p1", BOB, "p2", new Nick("carol"))).join();

    assertThat(lost).isEqualTo(Map.of("p1", BOB));
    assertThat(claims(1, new Nick("carol"), "p4")).isFalse();
  }

  /** Races 100,000 claims of 10,000 names at three nodes. */
  @Test
  void noNameIsGivenTwice() throws InterruptedException {
    Map<Integer, AtomicInteger> granted = new ConcurrentHashMap<>();
    List<Thread> threads = new ArrayList<>();
    AtomicInteger people = new AtomicInteger();
    for (int racer = 0; racer < CLAIMS_EACH; racer++) {
      int node = racer % NODES;
      int from = racer * NAMES / CLAIMS_EACH; // Each begins elsewhere.
      threads.add(
          Thread.ofVirtual()
              .start(() -> {
                List<CompletableFuture<?>> claims = new ArrayList<>();
                for (int i = 0; i < NAMES; i++) {
                  int name = (from + i) % NAMES;
                  claims.add(
                      registers
                          .get(node)
                          .claim(new Nick("n" + name), "p" + people.incrementAndGet())
                          .thenAccept(given -> {
                            if (given) {
                              granted
                                  .computeIfAbsent(name, n -> new AtomicInteger())
                                  .incrementAndGet();
                            }
                          }));
                }
                CompletableFuture.allOf(claims.toArray(CompletableFuture<?>[]::new)).join();
              }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    assertThat(people).hasValue(NAMES * CLAIMS_EACH);
    assertThat(granted.values()).allSatisfy(times -> assertThat(times).hasValue(1));
    assertThat(granted).hasSize(NAMES);
  }
}
