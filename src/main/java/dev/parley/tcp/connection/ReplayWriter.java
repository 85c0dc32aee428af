package dev.parley.tcp.connection;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The back-pressure for lines of the past that are written to one connection: one piece at a time,
 * the next when the system has taken the one before, and no more pieces in memory than there is
 * room for. A reader that takes nothing for too long is closed; sooner, where others wait for the
 * room that it holds. Confined to the connection's event loop.
 */
final class ReplayWriter {

  /** How many times a reader is looked at before it is closed. */
  private static final int LOOKS = 6;

  /** The connection as its replays see it. */
  interface Owner {

    /** Whether the system has taken all that was sent. */
    boolean isDrained();

    /** Runs a task, once, when the system has taken all that was sent or nothing can be sent. */
    void whenDrained(Runnable task);

    /** Grows whenever the other side, or its system, takes something of what is sent to it. */
    long takenBytes();

    /** Runs a task on the event loop, after what is being done there. */
    void executeLater(Runnable task);

    /** Runs a task on the event loop after a while, but not once the connection is gone. */
    void later(Duration delay, Runnable task);

    /** The other side has taken nothing of a replay for too long. */
    void stalled();
  }

  private final Owner owner;
  private final ReplayBudget budget;
  private final Duration interval;
  private @Nullable Runnable next;
  private State state = State.IDLE;
  private boolean watching;
  private int idleLooks;
  private long taken;

  private enum State {
    /** Nothing is replayed. */
    IDLE,
    /** What was sent otherwise has yet to be taken. */
    CLEARING,
    /** Room for a piece is waited for. */
    WAITING,
    /** There is room, and the piece is read and written. */
    WRITING,
    /** The piece is written, and has yet to be taken. */
    SENDING,
    /** The connection is gone. */
    OVER
  }

  /**
   * @param patience how long the other side may take nothing, zero for as long as it likes
   */
  ReplayWriter(Owner owner, ReplayBudget budget, Duration patience) {
    this.owner = owner;
    this.budget = budget;
    this.interval = patience.dividedBy(LOOKS);
  }

  /** Runs a task once a piece may be written. */
  void await(Runnable task) {
    next = task;
    if (state == State.IDLE) {
      if (owner.isDrained() && budget.tryTake()) {
        begin();
      } else {
        become(State.CLEARING);
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

  /** The piece is written. */
  void written() {
    if (state == State.WRITING) {
      become(State.SENDING);
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

  /** The connection is gone. */
  void end() {
    if (state == State.WRITING || state == State.SENDING) {
      budget.release();
    }
    state = State.OVER;
    next = null;
  }

  /** Becomes one of the states in which it is the other side that is waited for. */
  private void become(State waiting) {
    state = waiting;
    idleLooks = 0;
    taken = owner.takenBytes();
    watch();
  }

  private void watch() {
    if (!watching && !interval.isZero()) {
      watching = true;
      owner.later(interval, this::look);
    }
  }

  private void look() {
    watching = false;
    if (state != State.CLEARING && state != State.SENDING) {
      return;
    }
    long now = owner.takenBytes();
    idleLooks = now == taken ? idleLooks + 1 : 0;
    taken = now;
    if (idleLooks >= (budget.isContended() ? 2 : LOOKS)) {
      owner.stalled();
    } else {
      watch();
    }
  }
}
