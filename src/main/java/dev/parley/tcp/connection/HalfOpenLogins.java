package dev.parley.tcp.connection;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Disconnect.Reason;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The connections that have not given a name yet. Where there are too many, the one that has taken
 * the longest makes room: those who hold the door open cannot keep others out. Thread-safe.
 */
public final class HalfOpenLogins {

  /** A connection that was accepted. */
  interface Login {

    /** Whether it has neither given a name nor begun to end. May be called from any thread. */
    boolean halfOpen();

    /** Ends it. */
    void close(Disconnect why);
  }

  private final int limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Login> waiting = new LinkedHashSet<>();

  /**
   * @param limit how many there may be, 0 for no limit
   */
  public HalfOpenLogins(int limit) {
    this.limit = limit;
  }

  /** Takes note of a further one. */
  public void add(Login connection) {
    if (limit == 0) {
      return;
    }
    lock.lock();
    try {
      if (waiting.size() >= limit) {
        makeRoom();
      }
      waiting.add(connection);
    } finally {
      lock.unlock();
    }
  }

  private void makeRoom() {
    waiting.removeIf(connection -> !connection.halfOpen());
    if (waiting.size() >= limit) {
      Login oldest = waiting.iterator().next();
      waiting.remove(oldest);
      oldest.close(new Disconnect(Reason.LOGIN_TIMEOUT, "others are waiting"));
    }
  }

  /** Forgets one that is gone. */
  public void remove(Login connection) {
    if (limit == 0) {
      return;
    }
    lock.lock();
    try {
      waiting.remove(connection);
    } finally {
      lock.unlock();
    }
  }
}
