package dev.parley.cluster.people;

import dev.parley.chat.history.StoreUnavailableException;
import dev.parley.cluster.NodeId;
import dev.parley.store.Store;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores in PostgreSQL which sessions can be resumed, and what they were shown. A thread of its own
 * writes the newest state of each, many in one transaction. Safe for use from any thread.
 */
public final class SessionTable implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(SessionTable.class);

  private static final int BATCH = 1000;
  private static final long RETRY_MILLIS = 1000;

  private static final String PUT =
      """
      insert into node_session (token_hash, node, state) values (?, ?::uuid, ?)
      on conflict (token_hash) do update set node = excluded.node, state = excluded.state\
      """;

  private static final String REMOVE =
      "delete from node_session where token_hash = ? and node = ?::uuid";

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition arrived = lock.newCondition();

  /** The states to write, by token; empty for a session to delete. */
  private final Map<String, Optional<String>> waiting = new LinkedHashMap<>();

  private final Store store;
  private final Supplier<NodeId> self;
  private final Thread thread;
  private volatile boolean closed;

  /**
   * @param self returns the id of this node
   */
  public SessionTable(Store store, Supplier<NodeId> self) {
    this.store = store;
    this.self = self;
    this.thread = Thread.ofPlatform().name("parley-sessions").daemon().start(this::run);
  }

  /** Writes the state of a session, later; null deletes it. Does not block. */
  void put(String token, @Nullable String state) {
    lock.lock();
    try {
      waiting.put(token, Optional.ofNullable(state));
      arrived.signal();
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    try {
      while (!closed) {
        Map<String, Optional<String>> batch = next();
        while (!batch.isEmpty() && !closed && !write(batch)) {
          Thread.sleep(RETRY_MILLIS);
        }
      }
    } catch (InterruptedException stop) {
      log.trace("The table of sessions is closed");
    }
  }

  private Map<String, Optional<String>> next() throws InterruptedException {
    lock.lock();
    try {
      while (waiting.isEmpty()) {
        arrived.await();
      }
      return takeSome();
    } finally {
      lock.unlock();
    }
  }

  private Map<String, Optional<String>> takeSome() {
    Map<String, Optional<String>> batch = new LinkedHashMap<>();
    var rows = waiting.entrySet().iterator();
    while (rows.hasNext() && batch.size() < BATCH) {
      var row = rows.next();
      batch.put(row.getKey(), row.getValue());
      rows.remove();
    }
    return batch;
  }

  private boolean write(Map<String, Optional<String>> batch) {
    String node = self.get().toString();
    try (Connection connection = store.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      try (PreparedStatement put = connection.prepareStatement(PUT);
          PreparedStatement remove = connection.prepareStatement(REMOVE)) {
        for (var row : batch.entrySet()) {
          PreparedStatement statement = row.getValue().isPresent() ? put : remove;
          statement.setString(1, row.getKey());
          statement.setString(2, node);
          if (row.getValue().isPresent()) {
            statement.setString(3, row.getValue().get());
          }
          statement.addBatch();
        }
        put.executeBatch();
        remove.executeBatch();
        connection.commit();
        return true;
      }
    } catch (SQLException e) {
      log.debug("Sessions cannot be stored now", e);
      return false;
    }
  }

  /**
   * Returns the node of a session, or null. May block.
   *
   * @throws StoreUnavailableException if the table cannot be read now
   */
  @Nullable NodeId nodeOf(String token) {
    return store.read(client ->
        client
            .sql("select node from node_session where token_hash = :token")
            .param("token", token)
            .query((row, number) -> NodeId.of(row.getString(1)))
            .optional()
            .orElse(null));
  }

  /**
   * Deletes the session of a dead node and returns its state; null if another has taken it. May
   * block.
   *
   * @throws StoreUnavailableException if the table cannot be changed now
   */
  @Nullable String take(String token, NodeId node) {
    return store.read(client ->
        client
            .sql(
                """
                delete from node_session where token_hash = :token and node = :node::uuid
                returning state\
                """)
            .param("token", token)
            .param("node", node.toString())
            .query(String.class)
            .optional()
            .orElse(null));
  }

  /** Returns the ids of the nodes that have sessions. May block. */
  Set<NodeId> nodes() {
    return store.read(client ->
        client
            .sql("select distinct node from node_session")
            .query((row, number) -> NodeId.of(row.getString(1)))
            .set());
  }

  /** Deletes the sessions of a dead node. May block. */
  void forget(NodeId node) {
    store.read(client ->
        client
            .sql("delete from node_session where node = :node::uuid")
            .param("node", node.toString())
            .update());
  }

  /** Writes what waits, if the database answers, and ends. */
  @Override
  public void close() {
    closed = true;
    thread.interrupt();
    lock.lock();
    try {
      while (!waiting.isEmpty()) {
        if (!write(takeSome())) {
          return;
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
