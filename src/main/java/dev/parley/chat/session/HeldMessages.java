package dev.parley.chat.session;

import dev.parley.chat.api.Event;
import dev.parley.chat.api.Limits;
import dev.parley.chat.name.Text;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Holds the private messages for one session that can be resumed. Bounded in number, and in bytes
 * per session and in total. Safe for use from any thread.
 */
public final class HeldMessages {

  private static final int MAX_MESSAGES = 100;

  private final ReentrantLock lock = new ReentrantLock();
  private final List<Event.PrivateMessage> messages = new ArrayList<>(0);
  private final Budget budget;
  private boolean open = true;
  private long bytes;

  /** Limits the total memory of held messages. */
  public static final class Budget {

    private final AtomicLong used = new AtomicLong();
    private final long perSession;
    private final long total;

    public Budget(Limits limits) {
      this.perSession = limits.heldMessageBytes();
      this.total = limits.heldMessageBytesTogether();
    }

    private boolean take(long held, long more) {
      if (perSession > 0 && held + more > perSession) {
        return false;
      }
      if (total > 0 && used.addAndGet(more) > total) {
        used.addAndGet(-more);
        return false;
      }
      return true;
    }

    private void giveBack(long bytes) {
      if (total > 0) {
        used.addAndGet(-bytes);
      }
    }
  }

  public HeldMessages(Budget budget) {
    this.budget = budget;
  }

  /** Keeps a message; returns false if it is closed or a limit is reached. */
  boolean keep(Event.PrivateMessage message) {
    long size = Text.utf8Length(message.text());
    lock.lock();
    try {
      if (!open || messages.size() >= MAX_MESSAGES || !budget.take(bytes, size)) {
        return false;
      }
      bytes += size;
      return messages.add(message);
    } finally {
      lock.unlock();
    }
  }

  /** Closes it for new messages, as the session is back and receives them directly. */
  void close() {
    lock.lock();
    try {
      open = false;
    } finally {
      lock.unlock();
    }
  }

  /** Opens it again, as the session was lost before it was shown the messages. */
  void reopen() {
    lock.lock();
    try {
      open = true;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the messages, which stay. */
  List<Event.PrivateMessage> messages() {
    lock.lock();
    try {
      return List.copyOf(messages);
    } finally {
      lock.unlock();
    }
  }

  /** Removes and returns the messages, and closes it. */
  List<Event.PrivateMessage> take() {
    lock.lock();
    try {
      open = false;
      List<Event.PrivateMessage> taken = List.copyOf(messages);
      messages.clear();
      budget.giveBack(bytes);
      bytes = 0;
      return taken;
    } finally {
      lock.unlock();
    }
  }
}
