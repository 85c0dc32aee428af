package dev.parley.tcp.connection;

import dev.parley.chat.api.Limits;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Limits the number of replay pieces that are in memory for all connections together: a fair
 * semaphore that calls back instead of blocking. Thread-safe.
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

  /** Takes a permit if one is free. It has to be {@linkplain #release released}. */
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
   * Takes a permit now or once one is free. It has to be {@linkplain #release released}.
   *
   * @param granted runs with the permit, on this thread or on one that releases a permit
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

  /** Releases a permit, to the oldest waiting task if there is one. */
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

  /** Returns true if a task waits for a permit. */
  boolean isContended() {
    lock.lock();
    try {
      return !waiting.isEmpty();
    } finally {
      lock.unlock();
    }
  }
}
