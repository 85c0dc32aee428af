package dev.parley.cluster.people;

import dev.parley.chat.history.StoreUnavailableException;
import dev.parley.chat.name.Nick;
import dev.parley.chat.peer.Handover;
import dev.parley.chat.peer.NameRegister;
import dev.parley.chat.peer.PeerListener;
import dev.parley.chat.peer.PeerMessage;
import dev.parley.chat.peer.PeerNetwork;
import dev.parley.chat.peer.PeerNode;
import dev.parley.chat.peer.PersonState;
import dev.parley.chat.peer.ResumeRegister;
import dev.parley.cluster.Changes;
import dev.parley.cluster.NodeId;
import dev.parley.cluster.Nodes;
import dev.parley.cluster.Wire;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Exchanges messages between the cores of all nodes: facts and requests by the wire, changes by the
 * table of changes, and names by their register. Whoever has missed facts asks for the state of all
 * people, which each node sends from memory. Safe for use from any thread.
 */
public final class ClusterNetwork implements PeerNetwork, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ClusterNetwork.class);

  private static final String FACT = "people.fact";
  private static final String REQUEST = "people.request";
  private static final String WANTED = "people.wanted";
  private static final String STATE = "people.state";
  private static final String CHANGE = "people.change";

  /** The number of times to read the people here while none changes, before changes wait. */
  private static final int READS_WITHOUT_LOCK = 3;

  private static final Duration RETRY = Duration.ofSeconds(1);
  private static final Duration SWEEP = Duration.ofSeconds(5);

  /** The time to wait for other nodes to give a session up, before they are asked again. */
  private static final Duration ANSWER_TIME = Duration.ofSeconds(2);

  private final PeerMessageCodec codec = new PeerMessageCodec();
  private final Wire wire;
  private final Nodes nodes;
  private final Changes changes;
  private final PostgresNameRegister names;
  private final SessionTable sessions;
  private final Duration hold;
  private final Handovers handovers;

  /** Carries out what other nodes tell, in order; its tasks may block. */
  private final ScheduledExecutorService incoming =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("parley-peers").daemon().factory());

  /** Stores changes, in order; its tasks may block. */
  private final ScheduledExecutorService outgoing =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("parley-publish").daemon().factory());

  private final ExecutorService blocking =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("parley-resume-", 0).factory());

  /** Guards the order of facts and states. */
  private final ReentrantLock publishing = new ReentrantLock();

  private final AtomicLong published = new AtomicLong();
  private final Set<NodeId> dead = ConcurrentHashMap.newKeySet();

  /** The times, of the monotonic clock, at which nodes that have names were first found dead. */
  private final Map<NodeId, Long> deadSince = new HashMap<>();

  private volatile @Nullable PeerListener listener;

  /**
   * Creates the network, of which the core is to be {@linkplain #start started} next.
   *
   * @param hold the time for which the names of a dead node are kept
   */
  public ClusterNetwork(
      Wire wire,
      Nodes nodes,
      Changes changes,
      PostgresNameRegister names,
      SessionTable sessions,
      Duration hold) {
    this.wire = wire;
    this.nodes = nodes;
    this.changes = changes;
    this.names = names;
    this.sessions = sessions;
    this.hold = hold;
    this.handovers = new Handovers(wire, nodes, sessions, codec, ANSWER_TIME);
    wire.subscribe(FACT, (sender, body) -> handle(sender, () -> learned(sender, body)));
    wire.subscribe(REQUEST, (sender, body) -> handle(sender, () -> asked(sender, body)));
    wire.subscribe(WANTED, (sender, body) -> handle(sender, this::publishState));
    wire.subscribe(STATE, (sender, body) -> handle(sender, () -> synchronised(sender, body)));
    wire.subscribe(
        Handovers.REQUEST,
        (sender, body) -> handle(sender, () -> handovers.asked(sender, body, here()::handOver)));
    wire.subscribe(
        Handovers.ANSWER, (sender, body) -> handle(sender, () -> handovers.answered(sender, body)));
    wire.onReconnect(() -> later(this::refresh));
    changes.subscribe(CHANGE, this::changed);
    changes.onMissed(this::missedChanges);
    nodes.listen(
        new Nodes.Listener() {
          @Override
          public void died(NodeId node) {
            dead.add(node);
            if (listener != null) {
              later(() -> here().died(node.toString()));
            }
          }

          @Override
          public void lost() {
            PeerListener core = listener;
            if (core != null) {
              core.isolated();
            }
          }

          @Override
          public void regained() {
            later(ClusterNetwork.this::refresh);
          }
        });
  }

  private PeerListener here() {
    return Objects.requireNonNull(listener, "The core has not started yet");
  }

  /** Runs a task of a living node after those before it. */
  private void handle(NodeId sender, Runnable task) {
    if (listener != null && !dead.contains(sender)) {
      later(task);
    }
  }

  /** Runs a task after those before it, unless this is closed. */
  private void later(Runnable task) {
    try {
      incoming.execute(task);
    } catch (RejectedExecutionException closed) {
      log.trace("A message of another node comes too late");
    }
  }

  private void learned(NodeId sender, String body) {
    PeerMessage.Fact fact = codec.decode(PeerMessage.Fact.class, body);
    if (fact != null && !dead.contains(sender)) {
      here().learned(sender.toString(), fact);
    }
  }

  /** Carries out a request, whose first word is the node that it is for. */
  private void asked(NodeId sender, String body) {
    int space = body.indexOf(' ');
    if (space > 0 && body.substring(0, space).equals(nodes.self().toString())) {
      PeerMessage.Request request =
          codec.decode(PeerMessage.Request.class, body.substring(space + 1));
      if (request != null) {
        here().asked(sender.toString(), request);
      }
    }
  }

  private void synchronised(NodeId sender, String body) {
    List<PersonState> people = codec.decodePeople(body);
    if (people != null && !dead.contains(sender)) {
      here().synchronised(sender.toString(), people);
    }
  }

  private void changed(NodeId origin, String body) {
    PeerMessage.Change change =
        origin.equals(nodes.self()) ? null : codec.decode(PeerMessage.Change.class, body);
    PeerListener core = listener;
    if (change != null && core != null) {
      core.changed(change);
    }
  }

  private void missedChanges() {
    PeerListener core = listener;
    if (core != null) {
      core.missedChanges();
    }
  }

  /** Makes up for what may have been lost: names, the people of other nodes, and those here. */
  private void refresh() {
    if (listener == null) {
      return;
    }
    wire.publish(WANTED, "");
    publishState();
    here().registerAgain();
    var _ =
        names
            .refill(
                here().people().stream()
                    .collect(Collectors.toMap(PersonState::id, PersonState::nick)))
            .thenAcceptAsync(
                lost -> lost.forEach((String person, Nick nick) -> here().lostName(nick, person)),
                incoming);
  }

  @Override
  public ResumeRegister resumptions() {
    return register;
  }

  private final ResumeRegister register =
      new ResumeRegister() {
        @Override
        public void put(String token, Handover state) {
          sessions.put(token, codec.encode(state));
        }

        @Override
        public void remove(String token) {
          sessions.put(token, null);
        }

        @Override
        public CompletableFuture<@Nullable Handover> take(String token, BooleanSupplier wanted) {
          return CompletableFuture.supplyAsync(() -> handovers.take(token, wanted), blocking);
        }
      };

  /** Publishes the state of all people here, between the facts before it and those after it. */
  private void publishState() {
    for (int read = 0; read < READS_WITHOUT_LOCK; read++) {
      long before = published.get();
      String state = codec.encode(here().people());
      publishing.lock();
      try {
        if (published.get() == before) {
          wire.publish(STATE, state);
          return;
        }
      } finally {
        publishing.unlock();
      }
    }
    publishing.lock();
    try {
      wire.publish(STATE, codec.encode(here().people()));
    } finally {
      publishing.unlock();
    }
  }

  @Override
  public boolean isAlone() {
    return false;
  }

  @Override
  public void start(PeerListener core) {
    listener = core;
    later(this::refresh);
    later(core::missedChanges); // Those since the core has read what is stored.
    var _ =
        incoming.scheduleWithFixedDelay(
            this::releaseDeadNames, SWEEP.toMillis(), SWEEP.toMillis(), TimeUnit.MILLISECONDS);
  }

  @Override
  public NameRegister names() {
    return names;
  }

  @Override
  public void publish(PeerMessage.Fact fact) {
    String body = codec.encode(fact);
    publishing.lock();
    try {
      published.incrementAndGet();
      wire.publish(FACT, body);
    } finally {
      publishing.unlock();
    }
  }

  @Override
  public void send(String node, PeerMessage.Request request) {
    wire.publish(REQUEST, node + " " + codec.encode(request));
  }

  @Override
  public void announce(PeerMessage.Change change) {
    String body = codec.encode(change);
    try {
      outgoing.execute(() -> store(body));
    } catch (RejectedExecutionException closed) {
      log.trace("A change comes too late"); // The others read all changes, as this node is gone.
    }
  }

  /** Stores a change, however long that takes: those after it wait. */
  private void store(String body) {
    while (!outgoing.isShutdown()) {
      try {
        changes.publish(CHANGE, body);
        return;
      } catch (StoreUnavailableException e) {
        log.debug("A change cannot be told to other nodes now", e);
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(RETRY);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public List<PeerNode> nodes() {
    NodeId self = nodes.self();
    return nodes.alive().stream()
        .map(node ->
            new PeerNode(
                node.id().toString(),
                node.name(),
                node.version(),
                node.startedAt(),
                node.seenAt(),
                node.draining(),
                node.id().equals(self)))
        .toList();
  }

  /** Returns whether this node is the first of the living ones. */
  @Override
  public boolean isCutOff() {
    return !nodes.isLeased();
  }

  @Override
  public boolean isLeader() {
    List<Nodes.Node> alive = nodes.alive();
    return alive.isEmpty() || alive.getFirst().id().equals(nodes.self());
  }

  /** Releases the names of nodes that have been dead for long enough. */
  private void releaseDeadNames() {
    try {
      Set<NodeId> alive = nodes.alive().stream().map(Nodes.Node::id).collect(Collectors.toSet());
      long now = System.nanoTime();
      Set<NodeId> gone = new HashSet<>(names.nodes());
      gone.addAll(sessions.nodes());
      gone.removeIf(alive::contains);
      gone.remove(nodes.self());
      deadSince.keySet().retainAll(gone);
      for (NodeId node : gone) {
        if (now - deadSince.computeIfAbsent(node, first -> now) >= hold.toNanos()) {
          names.forget(node);
          sessions.forget(node);
        }
      }
    } catch (StoreUnavailableException e) {
      log.debug("The names of dead nodes cannot be released now", e);
    }
  }

  @Override
  public void close() {
    incoming.shutdownNow();
    outgoing.shutdown();
    try {
      if (!outgoing.awaitTermination(RETRY.toMillis(), TimeUnit.MILLISECONDS)) {
        outgoing.shutdownNow();
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
    }
    names.close();
    sessions.close();
    blocking.shutdown();
  }
}
