package dev.parley.tcp.connection;

import dev.parley.chat.api.Limits;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many pieces of replays there may be in memory for all connections together. Who comes when
 * there are as many waits for its turn. Safe for use from any thread.
 */
public final class ReplayBudget {

  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<Runnable> waiting = new ArrayDeque<>();
  private long free;

  public ReplayBudget(Limits limits) {
    boolean limited = limits.replayBytes() > 0 && limits.replayBytesTogether() > 0;
    this.free =
        limited ? Math.max(1, limits.replayBytesTogether() / limits.replayBytes()) : Long.MAX_VALUE;
  }

  /**
   * Takes room for a piece if there is some at once; it is to be {@linkplain #release released}.
   */
  boolean tryTake() {
    lock.lock();
    try {
      boolean taken = free > 0;
      free -= taken ? 1 : 0;
      return taken;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes room for a piece, which is to be {@linkplain #release released}.
   *
   * @param granted is run once there is room, on this thread or on one that releases some
   */
  void take(Runnable granted) {
    lock.lock();
    try {
      if (free == 0) {
        waiting.add(granted);
        return;
      }
      free--;
    } finally {
      lock.unlock();
    }
    granted.run();
  }

  /** Gives back the room for a piece: to who has waited longest, if anyone has. */
  void release() {
    Runnable next;
    lock.lock();
    try {
      next = waiting.poll();
      if (next == null) {
        free++;
      }
    } finally {
      lock.unlock();
    }
    if (next != null) {
      next.run();
    }
  }

  /** Whether someone waits for room. */
  boolean isContended() {
    lock.lock();
    try {
      return !waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
