package dev.parley.cluster.people;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.history.StoreUnavailableException;
import dev.parley.chat.name.Nick;
import dev.parley.chat.peer.Handover;
import dev.parley.chat.peer.PersonState;
import dev.parley.cluster.NodeId;
import dev.parley.cluster.Nodes;
import dev.parley.cluster.Wire;
import dev.parley.store.PostgresServer;
import dev.parley.store.Store;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests how one node takes a session over from another, over a wire that may lose messages. */
class HandoversTests {

  @RegisterExtension static final PostgresServer SERVER = PostgresServer.withTables();

  private static final String TOKEN = "hash";
  private static final Handover STATE =
      new Handover(
          new PersonState(
              "p1",
              new Nick("bob"),
              null,
              null,
              null,
              Map.of(),
              null,
              true,
              new PersonState.Connection(
                  "c1", "line", "line", "127.0.0.1", 1, false, true, Instant.EPOCH),
              List.of()),
          Disconnect.of(Disconnect.Reason.CONNECTION_LOST),
          List.of(),
          null,
          List.of(),
          List.of(),
          List.of(),
          List.of());

  private final NodeId dead = NodeId.create();
  private final Map<NodeId, Node> alive = new ConcurrentHashMap<>();
  private Store store;
  private SessionTable table;
  private Node one;
  private Node two;

  /** Says whether a message of a topic is lost. */
  private Predicate<String> lost = topic -> false;

  @BeforeEach
  void start() {
    store = SERVER.openStore();
    table = new SessionTable(store, () -> dead);
    start(Duration.ofSeconds(1));
  }

  private void start(Duration answerTime) {
    alive.clear();
    one = new Node(answerTime);
    two = new Node(answerTime);
  }

  @AfterEach
  void stop() {
    table.close();
    store.close();
  }

  private final class Node implements Nodes, Wire {

    private final NodeId id = NodeId.create();
    private final Map<String, Handover> sessions = new ConcurrentHashMap<>();
    private final Handovers handovers;

    /** Happens after the node of a session was read. */
    private Runnable meanwhile = () -> {};

    Node(Duration answerTime) {
      handovers = new Handovers(this, this, table, new PeerMessageCodec(), answerTime);
      alive.put(id, this);
    }

    @Override
    public void publish(String topic, String body) {
      if (!lost.test(topic)) {
        alive.values().stream()
            .filter(other -> other != this)
            .forEach(other -> other.receive(id, topic, body));
      }
    }

    private void receive(NodeId sender, String topic, String body) {
      if (topic.equals(Handovers.ANSWER)) {
        handovers.answered(sender, body);
      } else {
        handovers.asked(sender, body, (token, node) -> giveUp(token));
      }
    }

    private CompletableFuture<@Nullable Handover> giveUp(String token) {
      return CompletableFuture.completedFuture(sessions.remove(token));
    }

    @Override
    public void subscribe(String topic, Handler handler) {}

    @Override
    public void onReconnect(Runnable refresh) {}

    @Override
    public NodeId self() {
      return id;
    }

    @Override
    public boolean isLeased() {
      return true;
    }

    @Override
    public List<Nodes.Node> alive() {
      meanwhile.run();
      return alive.keySet().stream()
          .map(node -> new Nodes.Node(node, "", "", Instant.EPOCH, Instant.EPOCH, false))
          .toList();
    }

    @Override
    public void drain() {}

    @Override
    public void listen(Listener listener) {}
  }

  private @Nullable Handover take() {
    return one.handovers.take(TOKEN, () -> true);
  }

  @Test
  void nodesAreAskedForSessionThatIsNotRegistered() {
    two.sessions.put(TOKEN, STATE);
    assertThat(take()).isEqualTo(STATE);
    assertThat(take()).as("once only").isNull();
  }

  @Test
  void sessionWhoseAnswerIsLostIsGivenAgain() {
    two.sessions.put(TOKEN, STATE);
    lost =
        topic -> {
          boolean first = topic.equals(Handovers.ANSWER);
          lost = first ? none -> false : lost;
          return first;
        };
    assertThat(take()).isEqualTo(STATE);
  }

  @Test
  void nodeThatDoesNotAnswerIsNoReasonToForgetTheSession() {
    start(Duration.ofMillis(1));
    two.sessions.put(TOKEN, STATE);
    lost = topic -> true;
    assertThatThrownBy(this::take).isInstanceOf(StoreUnavailableException.class);
    assertThat(two.sessions).containsKey(TOKEN);
  }

  @Test
  void sessionOfNodeThatIsAliveAgainIsAskedFor() {
    table.put(TOKEN, new PeerMessageCodec().encode(STATE));
    await().until(() -> dead.equals(table.nodeOf(TOKEN)));
    one.meanwhile =
        () -> {
          SERVER.execute("truncate node_session");
          two.sessions.put(TOKEN, STATE);
          one.meanwhile = () -> {};
        };
    assertThat(take()).isEqualTo(STATE);
  }

  @Test
  void sessionOfDeadNodeIsLeftToWhoeverStillWaits() {
    table.put(TOKEN, new PeerMessageCodec().encode(STATE));
    await().until(() -> dead.equals(table.nodeOf(TOKEN)));
    assertThatThrownBy(() -> one.handovers.take(TOKEN, () -> false))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(take()).isEqualTo(STATE);
  }
}
