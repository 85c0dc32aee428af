package dev.parley.irc.user;

import dev.parley.chat.name.Nick;
import dev.parley.chat.session.Session;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/** Remembers the last names that nobody goes by any more. Safe for use from any thread. */
public final class PastNames {

  /** Describes who went by a name. */
  public record Entry(Nick nick, String user, String host, String realName, Instant until) {}

  private final ReentrantLock lock = new ReentrantLock();
  private final Deque<Entry> entries = new ArrayDeque<>();
  private final IrcUsers users;
  private final Clock clock;
  private final int most;

  /**
   * @param most the number of names that are remembered
   */
  public PastNames(IrcUsers users, Clock clock, int most) {
    this.users = users;
    this.clock = clock;
    this.most = most;
  }

  /** Remembers that a session does not go by a name any more. */
  public void vanished(Nick nick, Session session) {
    IrcUser user = users.of(session);
    String real = user.realName().isEmpty() ? nick.value() : user.realName();
    Entry entry = new Entry(nick, user.name(), users.host(session), real, clock.instant());
    lock.lock();
    try {
      entries.addFirst(entry);
      if (entries.size() > most) {
        entries.removeLast();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Returns who went by a name, the last first. */
  public List<Entry> of(Nick nick) {
    List<Entry> found = new ArrayList<>();
    lock.lock();
    try {
      for (Entry entry : entries) {
        if (entry.nick().equals(nick)) {
          found.add(entry);
        }
      }
    } finally {
      lock.unlock();
    }
    return found;
  }
}
