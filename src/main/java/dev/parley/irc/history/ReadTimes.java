package dev.parley.irc.history;

import dev.parley.chat.name.Text;
import dev.parley.chat.session.Session;
import dev.parley.irc.user.IrcUsers;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Remembers the times up to which people have read rooms and conversations, by the account, or by
 * the session of who has none. The times used last are kept. Safe for use from any thread.
 */
final class ReadTimes {

  private final ReentrantLock lock = new ReentrantLock();
  private final Map<Key, Instant> times;

  /**
   * @param reader who has read
   * @param target the room, or the other person
   */
  private record Key(String reader, String target) {
    static Key of(Session session, String target) {
      String account = IrcUsers.account(session);
      String reader = account == null ? session.id() : "account " + Text.folded(account);
      return new Key(reader, Text.folded(target));
    }
  }

  /**
   * @param most the maximum number of times
   */
  ReadTimes(int most) {
    this.times =
        new LinkedHashMap<>(16, 0.75F, true) {
          @Override
          protected boolean removeEldestEntry(Map.Entry<Key, Instant> eldest) {
            return size() > most;
          }
        };
  }

  /** Returns the time up to which someone has read, or null. */
  @Nullable Instant of(Session session, String target) {
    lock.lock();
    try {
      return times.get(Key.of(session, target));
    } finally {
      lock.unlock();
    }
  }

  /** Lets what someone has read of a room follow to its new name. */
  void rename(Session session, String from, String to) {
    lock.lock();
    try {
      Instant known = times.remove(Key.of(session, from));
      if (known != null) {
        times.put(Key.of(session, to), known);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Records that someone has read up to a time; an earlier one is ignored. */
  void advance(Session session, String target, Instant at) {
    lock.lock();
    try {
      times.merge(Key.of(session, target), at, (known, now) -> now.isAfter(known) ? now : known);
    } finally {
      lock.unlock();
    }
  }
}
