package dev.parley.cluster;

import dev.parley.chat.history.StoreUnavailableException;
import dev.parley.store.DatabaseFault;
import dev.parley.store.Store;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the table of changes on a thread of its own, whenever it is told of a version that it has
 * not applied.
 */
final class OrderedChanges implements Changes, AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(OrderedChanges.class);
  private static final int ROWS_AT_A_TIME = 500;
  private static final int NETWORK_TIMEOUT = 5000;

  private final Store store;
  private final Supplier<NodeId> self;
  private final Runnable announce;
  private final Map<String, List<Handler>> handlers = new ConcurrentHashMap<>();
  private final List<Runnable> refreshes = new CopyOnWriteArrayList<>();
  private final AtomicBoolean missed = new AtomicBoolean();
  private final Semaphore due = new Semaphore(0);
  private final Thread thread = Thread.ofPlatform().name("parley-changes").unstarted(this::run);
  private final ReentrantLock publishing = new ReentrantLock();
  private @Nullable Connection connection;
  private final AtomicReference<@Nullable Long> restart = new AtomicReference<>();
  private volatile long applied;

  /** The history that the database continues. Confined to the thread of the heartbeat. */
  private @Nullable String timeline;

  private volatile boolean closed;

  private record Row(long version, NodeId node, String kind, String body) {}

  /**
   * @param self returns the current id of this node
   * @param announce tells other nodes that there is a change
   */
  OrderedChanges(Store store, Supplier<NodeId> self, Runnable announce) {
    this.store = store;
    this.self = self;
    this.announce = announce;
  }

  /**
   * Begins after the last change that is stored now.
   *
   * @throws SQLException where the database cannot be reached
   */
  void start() throws SQLException {
    try (Connection reading = store.dataSource().getConnection();
        PreparedStatement select = reading.prepareStatement("select version from change_head");
        ResultSet row = select.executeQuery()) {
      row.next();
      applied = row.getLong(1);
    }
    thread.start();
  }

  @Override
  public void publish(String kind, String body) {
    publishing.lock();
    try {
      insert(kind, body);
    } catch (SQLException e) {
      disconnect();
      throw new StoreUnavailableException(
          "Other nodes cannot be told now: " + store.reason(e) + ".", e);
    } finally {
      publishing.unlock();
    }
    announce.run();
    hurry();
  }

  private void insert(String kind, String body) throws SQLException {
    Connection current = connection;
    if (current == null) {
      current = Connections.open(store.writing(), NETWORK_TIMEOUT);
      connection = current;
    }
    try (PreparedStatement publish = current.prepareStatement("select publish_change(?, ?, ?)")) {
      publish.setString(1, self.get().toString());
      publish.setString(2, kind);
      publish.setString(3, body);
      publish.execute();
    }
  }

  private void disconnect() {
    Connections.abort(connection);
    connection = null;
  }

  @Override
  public void subscribe(String kind, Handler handler) {
    handlers.computeIfAbsent(kind, name -> new CopyOnWriteArrayList<>()).add(handler);
  }

  @Override
  public void onMissed(Runnable refresh) {
    refreshes.add(refresh);
  }

  /** Has what may have been missed read from the database. Any thread. */
  void miss() {
    missed.set(true);
    due.release();
  }

  /**
   * Has the changes up to the version of a heartbeat read. After a fail-over versions may be given
   * again, so that all is read. For one thread.
   */
  void upTo(NodeTable.Snapshot heartbeat) {
    String before = timeline;
    timeline = heartbeat.timeline();
    if (before != null && !before.equals(timeline)) {
      restart.set(heartbeat.changes());
      miss();
    } else if (heartbeat.changes() > applied) {
      due.release();
    }
  }

  /** Has new changes read. Any thread. */
  void hurry() {
    due.release();
  }

  @Override
  public void close() {
    closed = true;
    due.release();
    try {
      thread.join(NETWORK_TIMEOUT);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    publishing.lock();
    try {
      disconnect();
    } finally {
      publishing.unlock();
    }
  }

  private void run() {
    while (!closed) {
      due.acquireUninterruptibly();
      due.drainPermits();
      Long version = restart.getAndSet(null);
      if (version != null) {
        applied = version;
      }
      try {
        while (!closed && apply()) {
          // Continues while there are more.
        }
      } catch (SQLException e) {
        log.debug("Changes cannot be read now", DatabaseFault.of(e));
      }
      if (missed.getAndSet(false)) {
        refreshes.forEach(OrderedChanges::safely);
      }
    }
  }

  /** Applies some changes, and returns whether there may be more. */
  private boolean apply() throws SQLException {
    List<Row> rows = read(applied);
    if (!rows.isEmpty() && rows.getFirst().version != applied + 1) {
      missed.set(true);
    }
    for (Row row : rows) {
      for (Handler handler : handlers.getOrDefault(row.kind, List.of())) {
        safely(() -> handler.changed(row.node, row.body));
      }
      applied = row.version;
    }
    return rows.size() == ROWS_AT_A_TIME;
  }

  private List<Row> read(long after) throws SQLException {
    List<Row> rows = new ArrayList<>();
    try (Connection reading = store.dataSource().getConnection();
        PreparedStatement select =
            reading.prepareStatement(
                "select * from change where version > ? order by version limit ?")) {
      select.setLong(1, after);
      select.setInt(2, ROWS_AT_A_TIME);
      try (ResultSet row = select.executeQuery()) {
        while (row.next()) {
          rows.add(
              new Row(
                  row.getLong("version"),
                  NodeId.of(row.getString("node")),
                  row.getString("kind"),
                  row.getString("body")));
        }
      }
    }
    return rows;
  }

  private static void safely(Runnable task) {
    try {
      task.run();
    } catch (RuntimeException e) {
      log.error("A change of another node is not applied", e);
    }
  }
}
