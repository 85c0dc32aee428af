package dev.parley.store.log;

import dev.parley.store.DatabaseFault;
import dev.parley.store.Store;
import dev.parley.store.vendor.PostgresDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the transactions of the writer over one connection, which is opened again after a failure.
 * Finds out what became of a commit with an unknown outcome before it writes anything else.
 * Confined to the writer, but for {@link #isStalled}.
 */
final class LogTransactions {

  private static final Logger log = LoggerFactory.getLogger(JdbcRoomLog.class);
  private static final long STALL_TIMEOUT = TimeUnit.SECONDS.toNanos(10);

  private final Store store;
  private final @Nullable LogPeers peers;
  private String instance;
  private final List<LogBatch> storedLate = new ArrayList<>();
  private @Nullable WriterConnection connection;
  private @Nullable LogBatch inDoubt;
  private Adoption adoption = adopted -> {};
  private long batches;
  private volatile long busySince;

  /** A part of the work with the store that can be done later. */
  interface Step {
    /** Does the part, in any number of transactions, and returns whether there may be more. */
    boolean run(WriterConnection connection) throws SQLException;
  }

  /** A step that precedes everything else over a new connection. */
  interface Adoption {
    /** Makes sure that what is known of rooms is what the database has, or fails. */
    void run(WriterConnection connection) throws SQLException;
  }

  /** Sets the step that precedes everything else over a new connection. */
  void adoptBy(Adoption step) {
    adoption = step;
  }

  /**
   * @param instance the id by which this server is registered in the store
   * @param connection the connection to begin with
   * @param peers the servers that share the database, null where there are none
   */
  LogTransactions(
      Store store, String instance, WriterConnection connection, @Nullable LogPeers peers) {
    this.store = store;
    this.peers = peers;
    this.instance = instance;
    this.connection = connection;
  }

  /** Runs some work while no other thread writes. */
  void exclusively(Runnable work) {
    busySince = System.nanoTime();
    store.writeLock().lock();
    try {
      work.run();
    } finally {
      store.writeLock().unlock();
      busySince = 0;
    }
  }

  /** Returns whether the store has not answered for long. Any thread. */
  boolean isStalled() {
    long since = busySince;
    return since != 0 && System.nanoTime() - since > STALL_TIMEOUT;
  }

  /**
   * Plans, writes and commits a batch. Where the connection is lost, finds out over another one
   * whether the batch is stored, and writes it again if it is not.
   *
   * @throws SQLException where that fails; then {@link #rollBack} is to be called
   */
  void commit(LogBatch batch) throws SQLException {
    WriterConnection used;
    try {
      used = readyConnection();
    } finally {
      batch.plan(++batches);
    }
    try {
      write(batch, used);
      return;
    } catch (SQLException e) {
      if (store.database().refusesValues(e) || used.isAlive()) {
        throw e;
      }
      log.debug("The connection was lost with a batch", DatabaseFault.of(e));
    }
    close();
    used = readyConnection();
    if (!batch.isFoundStored()) {
      write(batch, used);
    }
  }

  private void write(LogBatch batch, WriterConnection used) throws SQLException {
    batch.write(used);
    inDoubt = batch;
    batch.append(used);
    used.endTransaction();
    inDoubt = null;
  }

  /**
   * Rolls a batch back where only its values failed. Otherwise returns false; then {@link #fail} is
   * to be called.
   */
  boolean rollBack(LogBatch batch, Throwable failure) {
    WriterConnection current = connection;
    boolean refused = failure instanceof SQLException e && store.database().refusesValues(e);
    boolean mistaken = failure instanceof RuntimeException && inDoubt != batch;
    if (current == null || !(refused || mistaken)) {
      return false;
    }
    try {
      current.rollback();
      if (inDoubt == batch) {
        inDoubt = null;
      }
      return true;
    } catch (SQLException e) {
      log.debug("What was refused cannot be undone", DatabaseFault.of(e));
      return false;
    }
  }

  /** Closes the connection after a failure, and fails the tasks of a batch. */
  void fail(LogBatch batch, Throwable failure) {
    String reason = fail(failure);
    if (inDoubt == batch) {
      batch.inDoubt(reason);
    } else {
      batch.refused(reason);
    }
  }

  /** Closes the connection after a failure, and returns the reason as the end of a sentence. */
  private String fail(Throwable failure) {
    String reason = store.reason(failure);
    store.health().recordFailure(reason, failure);
    close();
    return reason;
  }

  /**
   * Returns the batches that turned out to be stored after their tasks were failed, and forgets
   * them.
   */
  List<LogBatch> takeStoredLate() {
    List<LogBatch> taken = List.copyOf(storedLate);
    storedLate.clear();
    return taken;
  }

  /** Runs a step while no other thread writes, and returns false where that fails. */
  boolean attempt(Step step) {
    busySince = System.nanoTime();
    store.writeLock().lock();
    try {
      WriterConnection current = readyConnection();
      boolean more = step.run(current);
      current.endTransaction();
      return more;
    } catch (SQLException | RuntimeException | Error e) {
      fail(e);
      return false;
    } finally {
      store.writeLock().unlock();
      busySince = 0;
    }
  }

  /** Returns the connection to write with, once it is known what is stored. */
  private WriterConnection readyConnection() throws SQLException {
    WriterConnection current = connection;
    boolean opened = current == null;
    if (peers != null && !peers.isLeased()) {
      throw new SQLException("The lease of this server is over", PostgresDatabase.LEASE_OVER);
    }
    if (current == null) {
      store.checkFile();
      current = WriterConnection.reopen(store, instance);
      connection = current;
    }
    store.checkOpenFile();
    LogBatch batch = inDoubt;
    if (batch != null) {
      boolean stored = batch.isStored(current);
      current.endTransaction();
      inDoubt = null;
      batch.resolve(stored);
      if (batch.isFailed() && stored) {
        storedLate.add(batch);
      }
    }
    if (opened) {
      adoption.run(current);
    }
    if (peers != null && !peers.node().equals(instance)) {
      instance = peers.node();
      current.beginAppending(instance);
      current.commit();
    }
    return current;
  }

  /** Closes the connection; the next transaction opens another one. */
  void close() {
    WriterConnection current = connection;
    connection = null;
    if (current != null) {
      store.forgetJournal();
      try {
        current.close();
      } catch (SQLException e) {
        log.debug("The connection to the store was broken already", DatabaseFault.of(e));
      }
    }
  }
}
