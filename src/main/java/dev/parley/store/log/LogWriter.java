package dev.parley.store.log;

import dev.parley.chat.history.Retention;
import dev.parley.store.DatabaseFault;
import dev.parley.store.Store;
import dev.parley.store.StoreHealth;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one thread that writes to the store. It takes everything that waits, writes it in one
 * transaction, and then answers; meanwhile the next batch gathers. Where the store fails it refuses
 * and goes on trying. Between batches it removes what has expired.
 */
final class LogWriter {

  /** How many tasks may wait before further lines are refused. */
  static final int MOST_WAITING = 8192;

  private static final Logger log = LoggerFactory.getLogger(JdbcRoomLog.class);
  private static final int MOST_AT_ONCE = 512;

  /**
   * How long a batch gathers where the last one had more than one line: those who spoke then will
   * speak again, and one transaction for all of them costs hardly more than one for the first.
   */
  private static final long GATHERING = TimeUnit.MICROSECONDS.toNanos(300);

  /** After so many lines their words are put into the index; after a pause they are anyway. */
  private static final int INDEXED_AT_ONCE = 2000;

  private static final long UPKEEP_INTERVAL = TimeUnit.SECONDS.toNanos(1);
  private static final long SWEEP_INTERVAL = TimeUnit.SECONDS.toNanos(5);
  private static final long UPKEEP_LONGEST = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long TOO_LONG = TimeUnit.SECONDS.toNanos(10);

  /** Lines alone are refused when it is long; what else there is, is as much as there are rooms. */
  private final BlockingQueue<WriteTask> queue = new LinkedBlockingQueue<>();

  private final Store store;
  private final String instance;
  private final Retention usual;
  private final Deletions deletions;
  private final Supplier<Collection<RoomState>> rooms;
  private final Chore sweeping;
  private final StoreHealth health;
  private final Set<RoomState> damaged = new HashSet<>();
  private final Thread thread;
  private @Nullable LogSession session;
  private long nextUpkeep = System.nanoTime();
  private long nextSweep = nextUpkeep;
  private boolean busy;
  private boolean inCommit;
  private int unindexed;
  private volatile long busySince;
  private volatile boolean closed;
  private volatile boolean ended;

  /**
   * @param instance what this server registered as in the store
   * @param usual what is kept of rooms that say nothing about it
   * @param session the connection to begin with
   * @param rooms all rooms
   * @param sweeping what is done beside the rooms every now and then
   */
  LogWriter(
      Store store,
      String instance,
      Retention usual,
      LogSession session,
      Deletions deletions,
      Supplier<Collection<RoomState>> rooms,
      Chore sweeping) {
    this.store = store;
    this.health = store.health();
    this.instance = instance;
    this.usual = usual;
    this.session = session;
    this.deletions = deletions;
    this.rooms = rooms;
    this.sweeping = sweeping;
    this.thread = Thread.ofPlatform().name("parley-log").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Queues what can be refused: false where too much waits. Any thread. */
  boolean offer(WriteTask task) {
    if (closed || queue.size() >= MOST_WAITING) {
      return false;
    }
    add(task);
    return true;
  }

  /** Queues what must not be refused. Any thread. */
  void add(WriteTask task) {
    queue.add(task);
    if (ended) {
      refuseTheRest();
    }
  }

  /** Whether nothing more is taken. Any thread. */
  boolean isClosed() {
    return closed;
  }

  /** What is wrong with the store, as a sentence, or null. Any thread. */
  @Nullable String problem() {
    long since = busySince;
    return since != 0 && System.nanoTime() - since > TOO_LONG
        ? "The store does not answer."
        : health.problem();
  }

  /** Writes what is queued, and ends. */
  void close() {
    closed = true;
    queue.add(new WriteTask.Stop());
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      boolean stopping = false;
      while (!stopping || !queue.isEmpty()) {
        List<WriteTask> tasks = take();
        stopping |= tasks.stream().anyMatch(WriteTask.Stop.class::isInstance);
        if (!tasks.isEmpty()) {
          write(tasks);
        }
        if (System.nanoTime() - nextUpkeep >= 0) {
          upkeep();
          nextUpkeep = System.nanoTime() + UPKEEP_INTERVAL;
        }
      }
    } catch (InterruptedException e) {
      log.debug("Interrupted", e);
    } finally {
      ended = true;
      refuseTheRest();
      disconnect();
    }
  }

  /** All that waits, or nothing where nothing came until the next upkeep. */
  private List<WriteTask> take() throws InterruptedException {
    List<WriteTask> tasks = new ArrayList<>();
    WriteTask first = queue.poll(nextUpkeep - System.nanoTime(), TimeUnit.NANOSECONDS);
    if (first != null) {
      if (busy) {
        LockSupport.parkNanos(this, GATHERING);
      }
      tasks.add(first);
      queue.drainTo(tasks, MOST_AT_ONCE - 1);
      busy = tasks.size() > 1;
    }
    return tasks;
  }

  private void write(List<WriteTask> tasks) {
    List<LogBatch> done = new ArrayList<>();
    busySince = System.nanoTime();
    store.writeLock().lock();
    try {
      store(tasks, done);
    } finally {
      store.writeLock().unlock();
      busySince = 0;
    }
    done.forEach(LogBatch::answer);
    done.forEach(this::trim);
  }

  /**
   * Stores tasks in one transaction. Where the database refuses some of the values, each half is
   * tried by itself, down to the task that is at fault.
   *
   * @param done gets the tasks, in order, with what became of them
   */
  private void store(List<WriteTask> tasks, List<LogBatch> done) {
    LogBatch batch = new LogBatch(tasks, deletions, usual);
    inCommit = false;
    try {
      batch.plan();
      store(batch);
    } catch (SQLException | RuntimeException | Error e) {
      // Whatever it is, those who wait are to be answered, and this thread has to live on.
      if (!isUndone(e)) {
        damaged.addAll(batch.rooms());
        batch.failed(failed(e));
      } else if (tasks.size() == 1) {
        batch.refused(notTaken(e));
      } else {
        store(tasks.subList(0, tasks.size() / 2), done);
        store(tasks.subList(tasks.size() / 2, tasks.size()), done);
        return;
      }
      done.add(batch);
      return;
    }
    health.works();
    batch.committed();
    done.add(batch);
  }

  /** Whether a failure is of what was to be stored alone, and nothing of that is. */
  private boolean isUndone(Throwable failure) {
    LogSession current = session;
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

  private String notTaken(Throwable failure) {
    String reason = store.reason(failure);
    log.warn("Not stored: {} ({})", reason, DatabaseFault.describe(failure));
    log.debug("What the database does not take", DatabaseFault.of(failure));
    return reason;
  }

  private void store(LogBatch batch) throws SQLException {
    LogSession before = session;
    LogSession used = connected();
    try {
      batch.write(used);
    } catch (SQLException e) {
      if (used != before || used.isAlive()) {
        throw e;
      }
      // The connection was lost since it was used last, and with it what was written just now.
      disconnect();
      used = connected();
      batch.write(used);
    }
    inCommit = true;
    used.commit();
  }

  /** The session to write with, after whatever is to be put right. */
  private LogSession connected() throws SQLException {
    LogSession current = session;
    if (current == null) {
      store.checkFile();
      current = LogSession.reopen(store, instance);
      session = current;
    }
    store.checkOpenFile();
    if (!damaged.isEmpty()) {
      repair(current);
    }
    return current;
  }

  /**
   * Takes back what may have been stored although it was refused: where a commit failed, nobody
   * knows what became of it.
   */
  private void repair(LogSession current) throws SQLException {
    deletions.write(current);
    List<RoomChange> changes = new ArrayList<>();
    for (RoomState room : damaged) {
      current.run(
          client -> PostKeyTable.deleteBeyond(client, room.row.epoch, room.position().last()));
      if (!room.row.deleted) {
        current.deleteLines(room.row.id, room.position().last() + 1, Long.MAX_VALUE);
        if (room.row.saved == null) {
          current.removeRoom(room.row.id);
        } else {
          RoomChange none = new RoomChange(room, usual);
          current.saveRoom(none.image());
          changes.add(none);
        }
      }
    }
    current.commit();
    deletions.committed();
    damaged.clear();
    changes.forEach(RoomChange::committed);
  }

  /** Gives the session up, and says why something failed. */
  private String failed(Throwable failure) {
    String reason = store.reason(failure);
    health.failed(reason, failure);
    disconnect();
    return reason;
  }

  private void disconnect() {
    LogSession current = session;
    session = null;
    if (current != null) {
      store.disconnected();
      try {
        current.close();
      } catch (SQLException e) {
        log.debug("The connection to the store was broken already", DatabaseFault.of(e));
      }
    }
  }

  /** What would otherwise grow under a load that never leaves time for upkeep. */
  private void trim(LogBatch batch) {
    if (batch.isFailed()) {
      return;
    }
    unindexed += batch.size();
    boolean indexing = unindexed >= INDEXED_AT_ONCE;
    for (RoomState room : batch.rooms()) {
      if (Expiry.backlog(room) >= Deletions.LINES_AT_A_TIME) {
        attempt(current -> Expiry.step(room, current));
      }
    }
    if (indexing) {
      indexAll(System.nanoTime() + UPKEEP_LONGEST);
    }
  }

  /** Puts words into the index that are not in it yet, for as long as there is time. */
  private void indexAll(long end) {
    unindexed = 0;
    for (RoomState room : rooms.get()) {
      while (!room.searchable && System.nanoTime() - end < 0 && attempt(room::index)) {
        // There may be more.
      }
    }
  }

  private void upkeep() {
    if (health.isFailing() || deletions.areDue() || isMoved()) {
      attempt(this::probe);
    }
    if (health.isFailing()) {
      return;
    }
    long end = System.nanoTime() + UPKEEP_LONGEST;
    for (RoomState room : rooms.get()) {
      while (System.nanoTime() - end < 0 && attempt(current -> Expiry.step(room, current))) {
        // More may have expired.
      }
    }
    if (store.hasLargeJournal()) {
      attempt(LogSession::cutJournal);
    }
    if (System.nanoTime() - nextSweep >= 0) {
      nextSweep = System.nanoTime() + SWEEP_INTERVAL;
      attempt(sweeping);
    }
    indexAll(end);
    while (System.nanoTime() - end < 0 && attempt(LogSession::maintainIndex)) {
      // More may have to be done.
    }
    while (System.nanoTime() - end < 0 && attempt(deletions::step)) {
      // More may be left.
    }
  }

  /** Whether the database is not where it was, which is to be known before somebody speaks. */
  private boolean isMoved() {
    try {
      store.checkFile();
      return false;
    } catch (SQLException e) {
      return true;
    }
  }

  private boolean probe(LogSession current) throws SQLException {
    deletions.write(current);
    current.commit();
    deletions.committed();
    current.probe();
    health.works();
    return true;
  }

  /** Something that is done with the store and can as well be done later. */
  interface Chore {
    boolean doSome(LogSession current) throws SQLException;
  }

  private boolean attempt(Chore chore) {
    busySince = System.nanoTime();
    store.writeLock().lock();
    try {
      LogSession current = connected();
      boolean more = chore.doSome(current);
      current.end();
      return more;
    } catch (SQLException | RuntimeException | Error e) {
      failed(e);
      return false;
    } finally {
      store.writeLock().unlock();
      busySince = 0;
    }
  }

  private void refuseTheRest() {
    List<WriteTask> rest = new ArrayList<>();
    queue.drainTo(rest);
    LogBatch batch = new LogBatch(rest, deletions, usual);
    batch.refused("the server is shutting down");
    batch.answer();
  }
}
