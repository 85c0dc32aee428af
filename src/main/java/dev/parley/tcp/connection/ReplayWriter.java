package dev.parley.tcp.connection;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Applies back-pressure to the replays of one connection. A replay is written piece by piece, the
 * next one when the operating system has taken the one before and the {@link ReplayBudget} has
 * room. A reader that takes nothing for too long is closed, and sooner where other connections wait
 * for its room. Confined to the connection's event loop.
 */
final class ReplayWriter {

  /** The number of checks without progress after which a reader is closed. */
  private static final int CHECKS = 6;

  /** Represents the connection that is written to. */
  interface Owner {

    /** Returns true if the operating system has taken all output. */
    boolean isDrained();

    /** Runs a task once the operating system has taken all output or nothing can be sent. */
    void whenDrained(Runnable task);

    /** Returns a number that grows whenever the other side takes bytes. */
    long takenBytes();

    /** Runs a task on the event loop, after the current one. */
    void executeLater(Runnable task);

    /** Runs a task on the event loop after a delay, unless the connection is closed. */
    void scheduleUntilClosed(Duration delay, Runnable task);

    /** Closes the connection of a reader that has taken nothing of a replay for too long. */
    void stalled();
  }

  private final Owner owner;
  private final ReplayBudget budget;
  private final Duration interval;
  private @Nullable Runnable next;
  private State state = State.IDLE;
  private boolean checkScheduled;
  private int idleChecks;
  private long taken;

  private enum State {
    /** No piece is being written. */
    IDLE,
    /** Waits for the reader to take the output before the piece. */
    CLEARING,
    /** Waits for room in the budget. */
    WAITING,
    /** Has room, and the piece is read and written. */
    WRITING,
    /** Waits for the reader to take the piece. */
    SENDING,
    /** The connection is closed. */
    CANCELLED
  }

  /**
   * @param timeout the time for which the other side may take nothing, zero for no limit
   */
  ReplayWriter(Owner owner, ReplayBudget budget, Duration timeout) {
    this.owner = owner;
    this.budget = budget;
    this.interval = timeout.dividedBy(CHECKS);
  }

  /** Runs a task once a piece may be written. */
  void await(Runnable task) {
    next = task;
    if (state == State.IDLE) {
      if (owner.isDrained() && budget.tryTake()) {
        begin();
      } else {
        waitForReader(State.CLEARING);
        owner.whenDrained(() -> owner.executeLater(this::cleared));
      }
    }
  }

  private void cleared() {
    if (state == State.CLEARING) {
      state = State.WAITING;
      budget.take(() -> owner.executeLater(this::granted));
    }
  }

  private void granted() {
    if (state == State.WAITING) {
      begin();
    } else {
      budget.release();
    }
  }

  private void begin() {
    state = State.WRITING;
    Runnable task = next;
    next = null;
    if (task != null) {
      task.run();
    }
  }

  /** Records that the piece is written. */
  void written() {
    if (state == State.WRITING) {
      waitForReader(State.SENDING);
      owner.whenDrained(() -> owner.executeLater(this::sent));
    }
  }

  private void sent() {
    if (state == State.SENDING) {
      budget.release();
      state = State.IDLE;
      Runnable task = next;
      if (task != null) {
        await(task);
      }
    }
  }

  /** Cancels the replay and returns its room, as the connection is closed. */
  void cancel() {
    if (state == State.WRITING || state == State.SENDING) {
      budget.release();
    }
    state = State.CANCELLED;
    next = null;
  }

  /** Enters a state that waits for the other side, and starts to check its progress. */
  private void waitForReader(State waiting) {
    state = waiting;
    idleChecks = 0;
    taken = owner.takenBytes();
    scheduleCheck();
  }

  private void scheduleCheck() {
    if (!checkScheduled && !interval.isZero()) {
      checkScheduled = true;
      owner.scheduleUntilClosed(interval, this::check);
    }
  }

  private void check() {
    checkScheduled = false;
    if (state != State.CLEARING && state != State.SENDING) {
      return;
    }
    long now = owner.takenBytes();
    idleChecks = now == taken ? idleChecks + 1 : 0;
    taken = now;
    if (idleChecks >= (budget.isContended() ? 2 : CHECKS)) {
      owner.stalled();
    } else {
      scheduleCheck();
    }
  }
}
