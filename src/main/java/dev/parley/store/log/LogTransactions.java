package dev.parley.store.log;

import dev.parley.chat.history.RetentionPolicy;
import dev.parley.store.DatabaseFault;
import dev.parley.store.Store;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the transactions of the writer over one connection, which is opened again after a failure.
 * Reverts the changes of a commit with an unknown outcome before it writes anything else. Confined
 * to the writer, but for {@link #isStalled}.
 */
final class LogTransactions {

  private static final Logger log = LoggerFactory.getLogger(JdbcRoomLog.class);
  private static final long STALL_TIMEOUT = TimeUnit.SECONDS.toNanos(10);

  private final Store store;
  private final String instance;
  private final RetentionPolicy usual;
  private final RoomDeletions deletions;
  private final Set<RoomState> inDoubt = new HashSet<>();
  private @Nullable WriterConnection connection;
  private boolean inCommit;
  private volatile long busySince;

  /** A part of the work with the store that can be done later. */
  interface Step {
    /** Does the part, in any number of transactions, and returns whether there may be more. */
    boolean run(WriterConnection connection) throws SQLException;
  }

  /**
   * @param instance the id by which this server is registered in the store
   * @param usual the retention of rooms that have none of their own
   * @param connection the connection to begin with
   */
  LogTransactions(
      Store store,
      String instance,
      RetentionPolicy usual,
      WriterConnection connection,
      RoomDeletions deletions) {
    this.store = store;
    this.instance = instance;
    this.usual = usual;
    this.connection = connection;
    this.deletions = deletions;
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
   * Writes and commits a batch.
   *
   * @throws SQLException where that fails; then {@link #rollBack} is to be called
   */
  void commit(LogBatch batch) throws SQLException {
    WriterConnection before = connection;
    WriterConnection used = readyConnection();
    try {
      batch.write(used);
    } catch (SQLException e) {
      if (used != before || used.isAlive()) {
        throw e;
      }
      // The connection was lost since its last use, and this batch with it.
      close();
      used = readyConnection();
      batch.write(used);
    }
    inCommit = true;
    used.commit();
    inCommit = false;
  }

  /**
   * Rolls a batch back where only its values failed. Otherwise returns false; then {@link #fail} is
   * to be called.
   */
  boolean rollBack(Throwable failure) {
    WriterConnection current = connection;
    boolean ofValues =
        failure instanceof SQLException e
            ? store.database().refusesValues(e)
            : failure instanceof RuntimeException;
    if (inCommit || !ofValues || current == null) {
      return false;
    }
    try {
      current.rollback();
      return true;
    } catch (SQLException e) {
      log.debug("What was refused cannot be undone", DatabaseFault.of(e));
      return false;
    }
  }

  /**
   * Closes the connection after a failure.
   *
   * @param rooms the rooms whose changes may or may not be stored
   * @return the reason, as the end of a sentence
   */
  String fail(Throwable failure, Collection<RoomState> rooms) {
    inDoubt.addAll(rooms);
    inCommit = false;
    String reason = store.reason(failure);
    store.health().recordFailure(reason, failure);
    close();
    return reason;
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
      fail(e, List.of());
      return false;
    } finally {
      store.writeLock().unlock();
      busySince = 0;
    }
  }

  /** Returns the connection to write with, after repairs that are due. */
  private WriterConnection readyConnection() throws SQLException {
    WriterConnection current = connection;
    if (current == null) {
      store.checkFile();
      current = WriterConnection.reopen(store, instance);
      connection = current;
    }
    store.checkOpenFile();
    if (!inDoubt.isEmpty()) {
      revertInDoubt(current);
    }
    return current;
  }

  private void revertInDoubt(WriterConnection current) throws SQLException {
    deletions.write(current);
    List<RoomChange> changes = new ArrayList<>();
    for (RoomState room : inDoubt) {
      current.run(
          client -> PostKeyTable.deleteBeyond(client, room.stored.epoch, room.position().last()));
      if (!room.stored.deleted) {
        current.deleteLines(room.stored.id, room.position().last() + 1, Long.MAX_VALUE);
        if (room.stored.saved == null) {
          current.deleteRoomRow(room.stored.id);
        } else {
          RoomChange none = new RoomChange(room, usual);
          current.saveRoom(none.row());
          changes.add(none);
        }
      }
    }
    current.commit();
    deletions.committed();
    inDoubt.clear();
    changes.forEach(RoomChange::committed);
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
