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
 * Writes to the store on one thread. It takes all tasks that wait, writes them in one transaction,
 * and answers; the next batch is collected meanwhile. Where the store fails, it refuses the tasks,
 * and tries again with the next. Between batches it deletes expired lines and maintains the index.
 */
final class LogWriter {

  /** The number of waiting tasks above which further lines are refused. */
  static final int QUEUE_CAPACITY = 8192;

  private static final Logger log = LoggerFactory.getLogger(JdbcRoomLog.class);
  private static final int BATCH_SIZE = 512;

  /**
   * The time in nanoseconds in which a batch is collected, where the last one had several lines.
   * The senders of those are likely to send again, and one transaction for all of them costs hardly
   * more than one for the first.
   */
  private static final long BATCH_DELAY = TimeUnit.MICROSECONDS.toNanos(300);

  /**
   * The number of lines after which their words are added to the index, without waiting for a
   * pause.
   */
  private static final int INDEX_THRESHOLD = 2000;

  private static final long MAINTENANCE_INTERVAL = TimeUnit.SECONDS.toNanos(1);
  private static final long SWEEP_INTERVAL = TimeUnit.SECONDS.toNanos(5);
  private static final long MAINTENANCE_LIMIT = TimeUnit.MILLISECONDS.toNanos(100);
  private static final long STALL_TIMEOUT = TimeUnit.SECONDS.toNanos(10);

  /**
   * Not bounded by itself: lines are refused when it is long, and other tasks are few for each
   * room.
   */
  private final BlockingQueue<WriteTask> queue = new LinkedBlockingQueue<>();

  private final Store store;
  private final String instance;
  private final Retention usual;
  private final RoomDeletions deletions;
  private final Supplier<Collection<RoomState>> rooms;
  private final MaintenanceTask keySweep;
  private final StoreHealth health;
  private final Set<RoomState> inDoubt = new HashSet<>();
  private final Thread thread;
  private @Nullable LogSession session;
  private long nextMaintenance = System.nanoTime();
  private long nextSweep = nextMaintenance;
  private boolean batching;
  private boolean inCommit;
  private int unindexed;
  private volatile long busySince;
  private volatile boolean closed;
  private volatile boolean ended;

  /**
   * @param instance the id by which this server is registered in the store
   * @param usual the retention of rooms that have none of their own
   * @param session the connection to begin with
   * @param rooms returns all rooms
   * @param keySweep deletes expired keys
   */
  LogWriter(
      Store store,
      String instance,
      Retention usual,
      LogSession session,
      RoomDeletions deletions,
      Supplier<Collection<RoomState>> rooms,
      MaintenanceTask keySweep) {
    this.store = store;
    this.health = store.health();
    this.instance = instance;
    this.usual = usual;
    this.session = session;
    this.deletions = deletions;
    this.rooms = rooms;
    this.keySweep = keySweep;
    this.thread = Thread.ofPlatform().name("parley-log").unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Queues a task that may be refused; returns false where too many wait. Any thread. */
  boolean offer(WriteTask task) {
    if (closed || queue.size() >= QUEUE_CAPACITY) {
      return false;
    }
    add(task);
    return true;
  }

  /** Queues a task that must not be refused. Any thread. */
  void add(WriteTask task) {
    queue.add(task);
    if (ended) {
      refuseRemaining();
    }
  }

  /** Returns whether all further tasks are refused. Any thread. */
  boolean isClosed() {
    return closed;
  }

  /** Returns the problem of the store as a sentence, or null where there is none. Any thread. */
  @Nullable String problem() {
    long since = busySince;
    return since != 0 && System.nanoTime() - since > STALL_TIMEOUT
        ? "The store does not answer."
        : health.problem();
  }

  /** Writes the queued tasks, and stops the thread. */
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
        if (System.nanoTime() - nextMaintenance >= 0) {
          maintain();
          nextMaintenance = System.nanoTime() + MAINTENANCE_INTERVAL;
        }
      }
    } catch (InterruptedException e) {
      log.debug("Interrupted", e);
    } finally {
      ended = true;
      refuseRemaining();
      disconnect();
    }
  }

  /** Takes all waiting tasks, or none where none came until maintenance is due. */
  private List<WriteTask> take() throws InterruptedException {
    List<WriteTask> tasks = new ArrayList<>();
    WriteTask first = queue.poll(nextMaintenance - System.nanoTime(), TimeUnit.NANOSECONDS);
    if (first != null) {
      if (batching) {
        LockSupport.parkNanos(this, BATCH_DELAY);
      }
      tasks.add(first);
      queue.drainTo(tasks, BATCH_SIZE - 1);
      batching = tasks.size() > 1;
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
    done.forEach(this::limitBacklog);
  }

  /**
   * Stores tasks in one transaction. Where the database refuses some of the values, each half is
   * tried by itself, down to the single task that it refuses.
   *
   * @param done receives the tasks in order, with their outcome
   */
  private void store(List<WriteTask> tasks, List<LogBatch> done) {
    LogBatch batch = new LogBatch(tasks, deletions, usual);
    inCommit = false;
    try {
      batch.plan();
      store(batch);
    } catch (SQLException | RuntimeException | Error e) {
      // Whatever the failure is, the askers are to be answered, and this thread has to go on.
      if (!isRolledBack(e)) {
        inDoubt.addAll(batch.rooms());
        batch.failed(failSession(e));
      } else if (tasks.size() == 1) {
        batch.refused(refusalReason(e));
      } else {
        store(tasks.subList(0, tasks.size() / 2), done);
        store(tasks.subList(tasks.size() / 2, tasks.size()), done);
        return;
      }
      done.add(batch);
      return;
    }
    health.recordSuccess();
    batch.committed();
    done.add(batch);
  }

  /** Returns whether only the values of the batch failed, and all of it was rolled back. */
  private boolean isRolledBack(Throwable failure) {
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

  private String refusalReason(Throwable failure) {
    String reason = store.reason(failure);
    log.warn("Not stored: {} ({})", reason, DatabaseFault.describe(failure));
    log.debug("What the database does not take", DatabaseFault.of(failure));
    return reason;
  }

  private void store(LogBatch batch) throws SQLException {
    LogSession before = session;
    LogSession used = readySession();
    try {
      batch.write(used);
    } catch (SQLException e) {
      if (used != before || used.isAlive()) {
        throw e;
      }
      // The connection was lost since its last use, and this batch with it.
      disconnect();
      used = readySession();
      batch.write(used);
    }
    inCommit = true;
    used.commit();
  }

  /** Returns the session to write with, after repairs that are due. */
  private LogSession readySession() throws SQLException {
    LogSession current = session;
    if (current == null) {
      store.checkFile();
      current = LogSession.reopen(store, instance);
      session = current;
    }
    store.checkOpenFile();
    if (!inDoubt.isEmpty()) {
      revertInDoubt(current);
    }
    return current;
  }

  /**
   * Reverts changes that may be stored although they were refused: where a commit fails, its
   * outcome is not known.
   */
  private void revertInDoubt(LogSession current) throws SQLException {
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

  /** Closes the session, and returns the reason of a failure. */
  private String failSession(Throwable failure) {
    String reason = store.reason(failure);
    health.recordFailure(reason, failure);
    disconnect();
    return reason;
  }

  private void disconnect() {
    LogSession current = session;
    session = null;
    if (current != null) {
      store.forgetJournal();
      try {
        current.close();
      } catch (SQLException e) {
        log.debug("The connection to the store was broken already", DatabaseFault.of(e));
      }
    }
  }

  /** Limits the backlog of maintenance under a load that leaves no time for it. */
  private void limitBacklog(LogBatch batch) {
    if (batch.isFailed()) {
      return;
    }
    unindexed += batch.size();
    boolean indexing = unindexed >= INDEX_THRESHOLD;
    for (RoomState room : batch.rooms()) {
      if (LineExpiry.backlog(room) >= RoomDeletions.LINES_AT_A_TIME) {
        attempt(current -> LineExpiry.step(room, current));
      }
    }
    if (indexing) {
      indexAll(System.nanoTime() + MAINTENANCE_LIMIT);
    }
  }

  /** Adds words to the index that are not in it yet, until a time. */
  private void indexAll(long end) {
    unindexed = 0;
    for (RoomState room : rooms.get()) {
      while (!room.searchable && System.nanoTime() - end < 0 && attempt(room::index)) {
        // Continues while there are more.
      }
    }
  }

  private void maintain() {
    if (health.isFailing() || deletions.hasPending() || isMoved()) {
      attempt(this::probe);
    }
    if (health.isFailing()) {
      return;
    }
    long end = System.nanoTime() + MAINTENANCE_LIMIT;
    for (RoomState room : rooms.get()) {
      while (System.nanoTime() - end < 0 && attempt(current -> LineExpiry.step(room, current))) {
        // Continues while more have expired.
      }
    }
    if (store.hasLargeJournal()) {
      attempt(LogSession::truncateJournal);
    }
    if (System.nanoTime() - nextSweep >= 0) {
      nextSweep = System.nanoTime() + SWEEP_INTERVAL;
      attempt(keySweep);
    }
    indexAll(end);
    while (System.nanoTime() - end < 0 && attempt(LogSession::maintainIndex)) {
      // Continues while more is due.
    }
    while (System.nanoTime() - end < 0 && attempt(deletions::step)) {
      // Continues while more are left.
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

  private boolean probe(LogSession current) throws SQLException {
    deletions.write(current);
    current.commit();
    deletions.committed();
    current.probe();
    health.recordSuccess();
    return true;
  }

  /** A part of the work with the store that can be done later. */
  interface MaintenanceTask {
    boolean run(LogSession current) throws SQLException;
  }

  private boolean attempt(MaintenanceTask task) {
    busySince = System.nanoTime();
    store.writeLock().lock();
    try {
      LogSession current = readySession();
      boolean more = task.run(current);
      current.endTransaction();
      return more;
    } catch (SQLException | RuntimeException | Error e) {
      failSession(e);
      return false;
    } finally {
      store.writeLock().unlock();
      busySince = 0;
    }
  }

  private void refuseRemaining() {
    List<WriteTask> rest = new ArrayList<>();
    queue.drainTo(rest);
    LogBatch batch = new LogBatch(rest, deletions, usual);
    batch.refused("the server is shutting down");
    batch.answer();
  }
}
