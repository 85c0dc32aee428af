package dev.parley.tcp.connection;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Disconnect.Reason;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Limits the number of connections that have not given a name yet. A connection over the limit
 * closes the oldest of them, so that idle connections cannot block new ones. Thread-safe.
 */
public final class UnnamedConnections {

  /** Represents an accepted connection. */
  interface Entry {

    /**
     * Returns true if it has neither given a name nor begun to end. May be called from any thread.
     */
    boolean isUnnamed();

    /** Closes it. */
    void close(Disconnect why);
  }

  private final int limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Entry> waiting = new LinkedHashSet<>();

  /**
   * @param limit the maximum number, 0 for no limit
   */
  public UnnamedConnections(int limit) {
    this.limit = limit;
  }

  /** Adds a connection. */
  public void add(Entry connection) {
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
    waiting.removeIf(connection -> !connection.isUnnamed());
    if (waiting.size() >= limit) {
      Entry oldest = waiting.iterator().next();
      waiting.remove(oldest);
      oldest.close(new Disconnect(Reason.LOGIN_TIMEOUT, "others are waiting"));
    }
  }

  /** Removes a connection that is closed. */
  public void remove(Entry connection) {
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
