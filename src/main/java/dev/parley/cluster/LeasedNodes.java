package dev.parley.cluster;

import dev.parley.store.DatabaseFault;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has this node's lease renewed each second by a thread of its own, over a connection of its own. A
 * timer notices the end of the lease while that thread waits for the database, and tells listeners.
 */
final class LeasedNodes implements Nodes, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(LeasedNodes.class);

  private static final long LEASE = TimeUnit.SECONDS.toNanos(LEASE_SECONDS);
  private static final int NETWORK_TIMEOUT = 2000;
  private static final int HEARTBEAT = 1000;
  private static final int RETRY = 100;
  private static final int WATCH = 100;

  /** The number of heartbeats from one sweep to the next. */
  private static final int SWEEP_INTERVAL = 60;

  private final DataSource source;
  private final String name;
  private final String version;
  private final DatabaseClock clock;
  private final Consumer<NodeTable.Snapshot> changes;
  private final List<Listener> listeners = new CopyOnWriteArrayList<>();
  private final Semaphore due = new Semaphore(0);
  private final Thread heart = Thread.ofPlatform().name("parley-lease").unstarted(this::run);
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().name("parley-nodes").daemon().factory());
  private final ReentrantLock state = new ReentrantLock();
  private @Nullable Connection connection;
  private int heartbeats;

  /** The nodes that the listeners know. Confined to the timer. */
  private List<Node> known = List.of();

  private volatile NodeId self = NodeId.create();
  private volatile List<Node> alive = List.of();

  /** True while there is a lease, unless its end has passed. Changed with {@link #state} held. */
  private volatile boolean leased;

  private volatile long leaseEnd;
  private volatile boolean draining;
  private volatile boolean closed;

  /**
   * @param clock is set to the time of the database
   * @param changes is told the answer to each heartbeat
   */
  LeasedNodes(
      DataSource source,
      String name,
      String version,
      DatabaseClock clock,
      Consumer<NodeTable.Snapshot> changes) {
    this.source = source;
    this.name = name;
    this.version = version;
    this.clock = clock;
    this.changes = changes;
  }

  /**
   * Registers this node.
   *
   * @throws SQLException where the database cannot be reached
   */
  void start() throws SQLException {
    Connection first = open();
    connection = first;
    register(first);
    refresh(first);
    heart.start();
    var _ = timer.scheduleWithFixedDelay(this::watch, WATCH, WATCH, TimeUnit.MILLISECONDS);
  }

  @Override
  public NodeId self() {
    return self;
  }

  @Override
  public boolean isLeased() {
    return leased && System.nanoTime() - leaseEnd < 0;
  }

  @Override
  public List<Node> alive() {
    return alive;
  }

  @Override
  public void listen(Listener listener) {
    timer.execute(() -> {
      listeners.add(listener);
      known.forEach(node -> safely(listener, each -> each.joined(node)));
    });
  }

  @Override
  public void drain() {
    draining = true;
    hurry();
  }

  /** Has the nodes read again at once. */
  void hurry() {
    due.release();
  }

  /** Ends the lease, so that others know at their next heartbeat, and stops. */
  @Override
  public void close() {
    closed = true;
    hurry();
    try {
      heart.join(NETWORK_TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    timer.shutdownNow();
  }

  private void run() {
    int retry = HEARTBEAT;
    while (!closed) {
      try {
        var _ = due.tryAcquire(retry, TimeUnit.MILLISECONDS);
        due.drainPermits();
        retry = HEARTBEAT;
        beat();
      } catch (SQLException e) {
        log.debug("The heartbeat did not reach the database", DatabaseFault.of(e));
        disconnect();
        retry = RETRY;
      } catch (InterruptedException e) {
        log.debug("Interrupted", e);
        break;
      } catch (RuntimeException e) {
        log.error("A heartbeat failed", e);
      }
    }
    end();
  }

  private void beat() throws SQLException {
    if (closed) {
      return;
    }
    Connection current = connection;
    if (current == null) {
      current = open();
      connection = current;
    }
    if (leased) {
      long start = System.nanoTime();
      boolean renewed = NodeTable.renew(current, self);
      whileLocked(() -> {
        if (renewed && isLeased()) {
          leaseEnd = start + LEASE;
        } else {
          loseLease();
        }
      });
    }
    if (!leased) {
      NodeTable.end(current, self); // By the clock of the database it may not be over yet.
      register(current);
    }
    if (draining) {
      NodeTable.drain(current, self);
    }
    refresh(current);
    heartbeats++;
    if (heartbeats % SWEEP_INTERVAL == 0) {
      NodeTable.sweep(current);
    }
  }

  private void register(Connection current) throws SQLException {
    NodeId next = NodeId.create();
    boolean again = leaseEnd != 0;
    long start = System.nanoTime();
    NodeTable.insert(current, next, name, version);
    whileLocked(() -> {
      self = next;
      leaseEnd = start + LEASE;
      leased = true;
    });
    if (again) {
      log.info("This node is in the cluster again");
      timer.execute(() -> tell(Listener::regained));
    }
  }

  private void refresh(Connection current) throws SQLException {
    long before = clock.localMillis();
    NodeTable.Snapshot snapshot = NodeTable.read(current);
    long after = clock.localMillis();
    clock.set(snapshot.time(), before + (after - before) / 2);
    alive = snapshot.alive();
    timer.execute(() -> compare(snapshot.alive()));
    changes.accept(snapshot);
  }

  /** Tells listeners which nodes have joined and died. */
  private void compare(List<Node> now) {
    NodeId own = self;
    List<Node> others = now.stream().filter(node -> !node.id().equals(own)).toList();
    List<Node> before = known;
    known = others;
    for (Node node : before) {
      if (others.stream().noneMatch(other -> other.id().equals(node.id()))) {
        log.info("Node {} is gone", node.name());
        tell(listener -> listener.died(node.id()));
      }
    }
    for (Node node : others) {
      if (before.stream().noneMatch(other -> other.id().equals(node.id()))) {
        log.info("Node {} has joined", node.name());
        tell(listener -> listener.joined(node));
      }
    }
  }

  /** Notices the end of the lease. */
  private void watch() {
    whileLocked(() -> {
      if (leased && !isLeased()) {
        loseLease();
      }
    });
  }

  private void whileLocked(Runnable work) {
    state.lock();
    try {
      work.run();
    } finally {
      state.unlock();
    }
  }

  /** Called with the state held. */
  private void loseLease() {
    if (leased) {
      leased = false;
      log.warn("This node has lost its place in the cluster: it was cut off from the database");
      timer.execute(() -> tell(Listener::lost));
    }
  }

  private void tell(Consumer<Listener> event) {
    listeners.forEach(listener -> safely(listener, event));
  }

  private static void safely(Listener listener, Consumer<Listener> event) {
    try {
      event.accept(listener);
    } catch (RuntimeException e) {
      log.error("A change of the nodes is not applied", e);
    }
  }

  private void end() {
    whileLocked(() -> leased = false);
    try {
      if (connection != null) {
        NodeTable.end(connection, self);
      }
    } catch (SQLException e) {
      log.debug("The lease is left to end", DatabaseFault.of(e));
    }
    disconnect();
  }

  private Connection open() throws SQLException {
    Connection opened = Connections.open(source, NETWORK_TIMEOUT);
    try {
      NodeTable.enterTimeline(opened); // Before any lease is renewed after a fail-over.
      return opened;
    } catch (SQLException e) {
      Connections.abort(opened);
      throw e;
    }
  }

  private void disconnect() {
    Connections.abort(connection);
    connection = null;
  }
}
