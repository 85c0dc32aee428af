package dev.parley.store.log;

import dev.parley.store.Store;
import dev.parley.store.StoreHealth;
import java.sql.SQLException;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Does the work between batches, in small steps: deletes expired lines, deleted rooms and expired
 * keys, moves lines to their place, and checks whether a failed store works again. Confined to the
 * writer.
 */
final class LogMaintenance {

  /**
   * The number of lines between two runs from which the second leaves lines where they are for a
   * calmer one. To settle a line costs more than to store it, and less when many are settled at a
   * time.
   */
  static final int BUSY = 1000;

  /**
   * The number of lines that may wait to be settled. Where more do, some are settled after every
   * {@link #SETTLE_INTERVAL} lines, for {@link #SETTLE_TIME}, in which more are than that.
   */
  static final int MAX_UNSETTLED = 100_000;

  private static final int SETTLE_INTERVAL = 50;

  /** Is short, as the lines that come meanwhile wait for it. */
  private static final long SETTLE_TIME = TimeUnit.MILLISECONDS.toNanos(1);

  private static final long SWEEP_INTERVAL = TimeUnit.SECONDS.toNanos(5);
  private static final long TIME_LIMIT = TimeUnit.MILLISECONDS.toNanos(100);

  private final Store store;
  private final StoreHealth health;
  private final LogTransactions transactions;
  private final RoomDeletions deletions;
  private final Supplier<Collection<RoomState>> rooms;
  private final LogTransactions.Step keySweep;
  private final BooleanSupplier caretaker;
  private long nextSweep = System.nanoTime();
  private int unsettled;
  private int linesSinceRun;
  private int linesSinceSettling;

  /**
   * @param rooms returns all rooms
   * @param keySweep deletes expired keys
   * @param caretaker returns whether this server deletes and indexes lines, and no other that
   *     shares the database
   */
  LogMaintenance(
      Store store,
      LogTransactions transactions,
      RoomDeletions deletions,
      Supplier<Collection<RoomState>> rooms,
      LogTransactions.Step keySweep,
      BooleanSupplier caretaker) {
    this.caretaker = caretaker;
    this.store = store;
    this.health = store.health();
    this.transactions = transactions;
    this.deletions = deletions;
    this.rooms = rooms;
    this.keySweep = keySweep;
  }

  /** Limits the backlog after a batch, under a load that leaves no time for {@link #run}. */
  void limitBacklog(LogBatch batch) {
    // Of a batch that failed too: it may turn out to be stored.
    unsettled += batch.unsettledLines();
    if (batch.isFailed()) {
      return;
    }
    if (batch.hasSettledAll()) {
      markSettled();
    }
    linesSinceRun += batch.unsettledLines();
    linesSinceSettling += batch.unsettledLines();
    if (!caretaker.getAsBoolean()) {
      return;
    }
    for (RoomState room : batch.rooms()) {
      if (LineExpiry.backlog(room) >= RoomDeletions.LINES_AT_A_TIME) {
        transactions.attempt(connection -> LineExpiry.step(room, connection));
      }
    }
    if (unsettled > MAX_UNSETTLED && linesSinceSettling >= SETTLE_INTERVAL) {
      settle(System.nanoTime() + SETTLE_TIME);
    }
  }

  /** Moves lines to their place and into the index, until a time. */
  private void settle(long end) {
    linesSinceSettling = 0;
    if (unsettled > 0) {
      repeat(end, this::settle);
    }
  }

  private boolean settle(WriterConnection connection) throws SQLException {
    boolean more = connection.settle();
    connection.commit();
    if (!more) {
      markSettled();
    }
    return more;
  }

  private void markSettled() {
    unsettled = 0;
    rooms.get().forEach(RoomState::markSettled);
  }

  /** Does some of everything that is due. */
  void run() {
    if (health.isFailing() || deletions.hasPending() || isMoved()) {
      transactions.attempt(this::probe);
    }
    if (health.isFailing() || !caretaker.getAsBoolean()) {
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
      if (store.database().isShared() && deletions.isDone()) {
        transactions.attempt(this::findDeletedRooms);
      }
    }
    if (linesSinceRun < BUSY) {
      settle(end);
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

  /** Finds the rooms that other servers deleted. */
  private boolean findDeletedRooms(WriterConnection connection) throws SQLException {
    for (int room : connection.run(RoomTable::deleted)) {
      RoomLoader.addRemaining(room, deletions, connection);
    }
    return false;
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
