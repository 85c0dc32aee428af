package dev.parley.store.log;

import dev.parley.store.Store;
import dev.parley.store.StoreHealth;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Does the work between batches, in small steps: deletes expired lines, deleted rooms and expired
 * keys, adds words to the index, and checks whether a failed store works again. Confined to the
 * writer.
 */
final class LogMaintenance {

  /**
   * The number of lines between two runs from which the second leaves the index for a calmer one.
   * To add words costs about as much as to store their line, and less when many are added at a
   * time.
   */
  static final int BUSY = 1000;

  /**
   * The number of lines that may wait for the index. Where more do, words are added after every
   * {@link #BUSY} lines, for {@link #INDEX_TIME}, in which it gets more lines than that.
   */
  static final int INDEX_BACKLOG = 100_000;

  private static final long INDEX_TIME = TimeUnit.MILLISECONDS.toNanos(40);

  private static final long SWEEP_INTERVAL = TimeUnit.SECONDS.toNanos(5);
  private static final long TIME_LIMIT = TimeUnit.MILLISECONDS.toNanos(100);

  private final Store store;
  private final StoreHealth health;
  private final LogTransactions transactions;
  private final RoomDeletions deletions;
  private final Supplier<Collection<RoomState>> rooms;
  private final LogTransactions.Step keySweep;
  private long nextSweep = System.nanoTime();
  private int unindexed;
  private int linesSinceRun;
  private int linesSinceIndex;

  /**
   * @param rooms returns all rooms
   * @param keySweep deletes expired keys
   */
  LogMaintenance(
      Store store,
      LogTransactions transactions,
      RoomDeletions deletions,
      Supplier<Collection<RoomState>> rooms,
      LogTransactions.Step keySweep) {
    this.store = store;
    this.health = store.health();
    this.transactions = transactions;
    this.deletions = deletions;
    this.rooms = rooms;
    this.keySweep = keySweep;
  }

  /** Limits the backlog after a batch, under a load that leaves no time for {@link #run}. */
  void limitBacklog(LogBatch batch) {
    if (batch.isFailed()) {
      return;
    }
    unindexed += batch.size();
    linesSinceRun += batch.size();
    linesSinceIndex += batch.size();
    for (RoomState room : batch.rooms()) {
      if (LineExpiry.backlog(room) >= RoomDeletions.LINES_AT_A_TIME) {
        transactions.attempt(connection -> LineExpiry.step(room, connection));
      }
    }
    if (unindexed > INDEX_BACKLOG && linesSinceIndex >= BUSY) {
      index(System.nanoTime() + INDEX_TIME);
    }
  }

  /** Adds words to the index that are not in it yet, until a time. */
  private void index(long end) {
    linesSinceIndex = 0;
    if (hasUnindexed()) {
      repeat(end, connection -> index(connection, end));
    }
    if (!hasUnindexed()) {
      unindexed = 0;
    }
  }

  private boolean hasUnindexed() {
    return rooms.get().stream().anyMatch(room -> !room.searchable);
  }

  /**
   * Adds words of all rooms in one transaction, until a time, and returns whether there are more: a
   * transaction for each room would wait for the disk as many times.
   */
  private boolean index(WriterConnection connection, long end) throws SQLException {
    List<RoomState> complete = new ArrayList<>();
    boolean more = false;
    for (RoomState room : rooms.get()) {
      if (!room.searchable) {
        if (System.nanoTime() - end < 0 && !room.index(connection)) {
          complete.add(room);
        } else {
          more = true;
        }
      }
    }
    connection.commit();
    complete.forEach(room -> room.searchable = true);
    return more;
  }

  /** Does some of everything that is due. */
  void run() {
    if (health.isFailing() || deletions.hasPending() || isMoved()) {
      transactions.attempt(this::probe);
    }
    if (health.isFailing()) {
      return;
    }
    long end = System.nanoTime() + TIME_LIMIT;
    for (RoomState room : rooms.get()) {
      repeat(end, connection -> LineExpiry.step(room, connection));
    }
    if (store.hasLargeJournal()) {
      transactions.attempt(WriterConnection::truncateJournal);
    }
    if (System.nanoTime() - nextSweep >= 0) {
      nextSweep = System.nanoTime() + SWEEP_INTERVAL;
      transactions.attempt(keySweep);
    }
    if (linesSinceRun < BUSY) {
      index(end);
    }
    linesSinceRun = 0;
    repeat(end, WriterConnection::maintainIndex);
    repeat(end, deletions::step);
  }

  /** Runs a step until it has nothing more to do, or until a time. */
  private void repeat(long end, LogTransactions.Step step) {
    while (System.nanoTime() - end < 0 && transactions.attempt(step)) {
      // Continues while there is more.
    }
  }

  /**
   * Returns whether the file of the database was moved, so that the problem is known before the
   * next line.
   */
  private boolean isMoved() {
    try {
      store.checkFile();
      return false;
    } catch (SQLException e) {
      return true;
    }
  }

  private boolean probe(WriterConnection connection) throws SQLException {
    deletions.write(connection);
    connection.commit();
    deletions.committed();
    connection.probe();
    health.recordSuccess();
    return true;
  }
}
