package dev.parley.store.log;

import dev.parley.chat.history.RetentionPolicy;
import dev.parley.store.DatabaseFault;
import dev.parley.store.Store;
import dev.parley.store.StoreHealth;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
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
   * The time in nanoseconds in which a batch is collected, where the last one had several lines and
   * the log is not shared. The senders of those are likely to send again, and one transaction for
   * all of them costs hardly more than one for the first.
   */
  private static final long BATCH_DELAY = TimeUnit.MICROSECONDS.toNanos(300);

  /**
   * The time in nanoseconds from the start of one batch to the next, at least, in a shared log.
   * Each batch is a commit and a notification, and wakes the other servers: where many lines come,
   * they cost less together. After a pause, a line does not wait.
   */
  private static final long SHARED_INTERVAL = TimeUnit.MILLISECONDS.toNanos(2);

  private static final long MAINTENANCE_INTERVAL = TimeUnit.SECONDS.toNanos(1);

  /**
   * Not bounded by itself: lines are refused when it is long, and other tasks are few for each
   * room.
   */
  private final BlockingQueue<WriteTask> queue = new LinkedBlockingQueue<>();

  private final Store store;
  private final RetentionPolicy usual;
  private final RoomDeletions deletions;
  private final LogTransactions transactions;
  private final LogMaintenance maintenance;
  private final StoreHealth health;
  private final @Nullable LogSync sync;
  private final Thread thread;
  private long nextMaintenance = System.nanoTime();
  private long begun = System.nanoTime();
  private boolean batching;
  private volatile boolean closed;
  private volatile boolean ended;

  /**
   * @param usual the retention of rooms that have none of their own
   * @param sync what connects the log to other servers, null where it is not shared
   */
  LogWriter(
      Store store,
      RetentionPolicy usual,
      RoomDeletions deletions,
      LogTransactions transactions,
      LogMaintenance maintenance,
      @Nullable LogSync sync) {
    this.sync = sync;
    this.store = store;
    this.health = store.health();
    this.usual = usual;
    this.deletions = deletions;
    this.transactions = transactions;
    this.maintenance = maintenance;
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

  /**
   * Queues a task of other servers, unless so many wait that they are better read from the database
   * later. Any thread.
   */
  void receive(WriteTask task) {
    if (!ended && queue.size() < 2 * QUEUE_CAPACITY) {
      queue.add(task);
    }
  }

  /** Returns whether all further tasks are refused. Any thread. */
  boolean isClosed() {
    return closed;
  }

  /** Returns the problem of the store as a sentence, or null where there is none. Any thread. */
  @Nullable String problem() {
    return transactions.isStalled() ? "The store does not answer." : health.problem();
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
        tasks = synchronize(tasks);
        if (!tasks.isEmpty()) {
          write(tasks);
        }
        if (sync != null) {
          sync.run();
          tellLate();
        }
        if (System.nanoTime() - nextMaintenance >= 0) {
          maintenance.run();
          tellLate();
          nextMaintenance = System.nanoTime() + MAINTENANCE_INTERVAL;
        }
      }
    } catch (InterruptedException e) {
      log.debug("Interrupted", e);
    } finally {
      ended = true;
      refuseRemaining();
      transactions.close();
    }
  }

  /** Takes all waiting tasks, or none where none came until maintenance is due. */
  private List<WriteTask> take() throws InterruptedException {
    List<WriteTask> tasks = new ArrayList<>();
    if (sync != null && queue.size() < BATCH_SIZE) {
      park(begun + SHARED_INTERVAL - System.nanoTime());
    }
    long idle = nextMaintenance - System.nanoTime();
    WriteTask first = queue.poll(sync == null ? idle : sync.delay(idle), TimeUnit.NANOSECONDS);
    if (first != null) {
      if (batching && sync == null) {
        park(BATCH_DELAY);
      }
      begun = System.nanoTime();
      tasks.add(first);
      queue.drainTo(tasks, BATCH_SIZE - 1);
      batching = tasks.size() > 1;
    }
    return tasks;
  }

  private void park(long nanos) {
    if (nanos > 0) {
      LockSupport.parkNanos(this, nanos);
    }
  }

  /**
   * Carries out what is not part of a batch, and returns the rest. Lines of other servers come
   * first; what concerns whole rooms is done between the batches before and after it.
   */
  private List<WriteTask> synchronize(List<WriteTask> tasks) {
    if (sync == null) {
      return tasks;
    }
    List<WriteTask> batch = new ArrayList<>();
    for (WriteTask task : tasks) {
      if (task instanceof WriteTask.Receive) {
        sync.run(task);
      }
    }
    for (WriteTask task : tasks) {
      switch (task) {
        case WriteTask.Receive _ -> {}
        case WriteTask.Create _,
            WriteTask.Rename _,
            WriteTask.Reload _,
            WriteTask.Reread _,
            WriteTask.Compare _ -> {
          if (!batch.isEmpty()) {
            write(batch);
            batch = new ArrayList<>();
          }
          sync.run(task);
        }
        default -> batch.add(task);
      }
    }
    return batch;
  }

  private void write(List<WriteTask> tasks) {
    List<LogBatch> done = new ArrayList<>();
    transactions.exclusively(() -> store(tasks, done));
    tellLate();
    done.forEach(LogBatch::answer);
    done.forEach(maintenance::limitBacklog);
  }

  private void tellLate() {
    transactions.takeStoredLate().forEach(LogBatch::tellLate);
  }

  /**
   * Stores tasks in one transaction. Where the database refuses some of the values, each half is
   * tried by itself, down to the single task that it refuses.
   *
   * @param done receives the tasks in order, with their outcome
   */
  private void store(List<WriteTask> tasks, List<LogBatch> done) {
    LogBatch batch = new LogBatch(tasks, deletions, usual, sync);
    try {
      transactions.commit(batch);
    } catch (SQLException | RuntimeException | Error e) {
      // Whatever the failure is, the askers are to be answered, and this thread has to go on.
      if (!transactions.rollBack(batch, e)) {
        transactions.fail(batch, e);
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

  private String refusalReason(Throwable failure) {
    String reason = store.reason(failure);
    log.warn("Not stored: {} ({})", reason, DatabaseFault.describe(failure));
    log.debug("What the database does not take", DatabaseFault.of(failure));
    return reason;
  }

  private void refuseRemaining() {
    List<WriteTask> rest = new ArrayList<>();
    queue.drainTo(rest);
    LogBatch batch = new LogBatch(rest, deletions, usual, sync);
    batch.refused("the server is shutting down");
    batch.answer();
  }
}
