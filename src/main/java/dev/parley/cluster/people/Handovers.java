package dev.parley.cluster.people;

import dev.parley.chat.history.StoreUnavailableException;
import dev.parley.chat.peer.Handover;
import dev.parley.cluster.NodeId;
import dev.parley.cluster.Nodes;
import dev.parley.cluster.Wire;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BiFunction;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes sessions over from other nodes, and gives sessions up to them. As the wire may lose a
 * request or its answer, a request is repeated under its number, and a node that gave a session up
 * answers the same number with it again. Safe for use from any thread.
 */
final class Handovers {

  /** The topic of requests: the node asked, the number of the request, and the token. */
  static final String REQUEST = "people.handover";

  /** The topic of answers: the node that asked, the number, and the state, or nothing. */
  static final String ANSWER = "people.handed";

  private static final Logger log = LoggerFactory.getLogger(Handovers.class);

  /** The number of times to ask a node, which may be dead and not yet known to be. */
  private static final int ATTEMPTS = 5;

  private final ConcurrentMap<String, Request> requests = new ConcurrentHashMap<>();

  /** The answers to requests that are being carried out, or may be repeated, by number. */
  private final ConcurrentMap<String, CompletableFuture<@Nullable Handover>> given =
      new ConcurrentHashMap<>();

  private final Wire wire;
  private final Nodes nodes;
  private final SessionTable sessions;
  private final PeerMessageCodec codec;
  private final Duration answerTime;

  /**
   * @param answerTime the time to wait for an answer before asking again
   */
  Handovers(
      Wire wire, Nodes nodes, SessionTable sessions, PeerMessageCodec codec, Duration answerTime) {
    this.wire = wire;
    this.nodes = nodes;
    this.sessions = sessions;
    this.codec = codec;
    this.answerTime = answerTime;
  }

  /** Waits for the first of several nodes that gives a session up, or until all have refused. */
  private static final class Request {

    private final CompletableFuture<@Nullable Handover> result = new CompletableFuture<>();
    private final Set<NodeId> open = ConcurrentHashMap.newKeySet();

    Request(Collection<NodeId> asked) {
      open.addAll(asked);
    }

    void answered(NodeId node, @Nullable Handover state) {
      open.remove(node);
      if (state != null || open.isEmpty()) {
        result.complete(state);
      }
    }
  }

  /**
   * Takes a session over: its node gives it up, or is dead. Where the table does not have it, as it
   * is not written yet, or not again after a crash of the database, all nodes are asked. Returns
   * null if there is no such session. May block.
   *
   * @param token the hash of the resume token
   * @param wanted returns whether the session is still waited for
   * @throws StoreUnavailableException if the table cannot be read now, or a living node that may
   *     have the session does not answer
   */
  @Nullable Handover take(String token, BooleanSupplier wanted) {
    String number = UUID.randomUUID().toString();
    for (int attempt = 0; attempt < ATTEMPTS && wanted.getAsBoolean(); attempt++) {
      NodeId node = sessions.nodeOf(token);
      List<NodeId> alive = nodes.alive().stream().map(Nodes.Node::id).toList();
      if (node != null && !alive.contains(node)) {
        String state = sessions.take(token, node);
        if (state != null) {
          return codec.decodeHandover(state);
        }
        continue; // Another has taken it, or its node is alive again under another id.
      }
      List<NodeId> asked =
          alive.stream()
              .filter(other -> !other.equals(nodes.self()))
              .filter(other -> node == null || node.equals(other))
              .toList();
      try {
        return asked.isEmpty() ? null : ask(asked, number, token);
      } catch (TimeoutException slow) {
        log.debug("A session is not given up by one of {} yet", asked);
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
        break;
      }
    }
    throw new StoreUnavailableException(
        "You cannot be resumed now: another server does not answer. Try again.");
  }

  private @Nullable Handover ask(List<NodeId> asked, String number, String token)
      throws InterruptedException, TimeoutException {
    Request request = new Request(asked);
    requests.put(number, request);
    try {
      asked.forEach(node -> wire.publish(REQUEST, node + " " + number + " " + token));
      return request.result.get(answerTime.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    } finally {
      requests.remove(number);
    }
  }

  /**
   * Answers a request, if it is one to this node.
   *
   * @param handOver gives a session up, by its token and the node that takes it over
   */
  void asked(
      NodeId sender,
      String body,
      BiFunction<String, String, CompletableFuture<@Nullable Handover>> handOver) {
    String[] words = body.split(" ", 3);
    if (words.length == 3 && words[0].equals(nodes.self().toString())) {
      String number = words[1];
      var _ =
          given
              .computeIfAbsent(number, first -> handOver.apply(words[2], sender.toString()))
              .whenComplete((state, fault) -> {
                if (fault == null) {
                  String json = state == null ? "" : codec.encode(state);
                  wire.publish(ANSWER, sender + " " + number + " " + json);
                }
                forget(number, state == null ? Duration.ZERO : answerTime.multipliedBy(ATTEMPTS));
              });
    }
  }

  private void forget(String number, Duration delay) {
    CompletableFuture.delayedExecutor(delay.toMillis(), TimeUnit.MILLISECONDS, Runnable::run)
        .execute(() -> given.remove(number));
  }

  /** Receives the answer to a request of this node. */
  void answered(NodeId sender, String body) {
    String[] words = body.split(" ", 3);
    if (words.length == 3 && words[0].equals(nodes.self().toString())) {
      Request request = requests.get(words[1]);
      if (request != null) {
        request.answered(sender, words[2].isEmpty() ? null : codec.decodeHandover(words[2]));
      }
    }
  }
}
