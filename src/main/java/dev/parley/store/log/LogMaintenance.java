package dev.parley.store.log;

import dev.parley.store.Store;
import dev.parley.store.StoreHealth;
import java.sql.SQLException;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Does the work between batches, in small steps: deletes expired lines, deleted rooms and expired
 * keys, adds words to the index, and checks whether a failed store works again. Confined to the
 * writer.
 */
final class LogMaintenance {

  /** The number of lines after which their words are added to the index, without waiting. */
  private static final int INDEX_THRESHOLD = 2000;

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
    boolean indexing = unindexed >= INDEX_THRESHOLD;
    for (RoomState room : batch.rooms()) {
      if (LineExpiry.backlog(room) >= RoomDeletions.LINES_AT_A_TIME) {
        transactions.attempt(session -> LineExpiry.step(room, session));
      }
    }
    if (indexing) {
      indexAll(System.nanoTime() + TIME_LIMIT);
    }
  }

  /** Adds words to the index that are not in it yet, until a time. */
  private void indexAll(long end) {
    unindexed = 0;
    for (RoomState room : rooms.get()) {
      while (!room.searchable && System.nanoTime() - end < 0 && transactions.attempt(room::index)) {
        // Continues while there are more.
      }
    }
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
      repeat(end, session -> LineExpiry.step(room, session));
    }
    if (store.hasLargeJournal()) {
      transactions.attempt(LogSession::truncateJournal);
    }
    if (System.nanoTime() - nextSweep >= 0) {
      nextSweep = System.nanoTime() + SWEEP_INTERVAL;
      transactions.attempt(keySweep);
    }
    indexAll(end);
    repeat(end, LogSession::maintainIndex);
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

  private boolean probe(LogSession session) throws SQLException {
    deletions.write(session);
    session.commit();
    deletions.committed();
    session.probe();
    health.recordSuccess();
    return true;
  }
}
