package dev.parley.chat;

import dev.parley.chat.name.Nick;
import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Who goes by which name. A name belongs to one session at a time. Safe for use from any thread.
 */
final class Names {

  private final ConcurrentMap<Nick, Session> holders = new ConcurrentHashMap<>();
  private final AtomicInteger guests = new AtomicInteger();
  private final BiPredicate<Nick, Session> reserved;

  /**
   * @param reserved whether a name is kept from a session
   */
  Names(BiPredicate<Nick, Session> reserved) {
    this.reserved = reserved;
  }

  /** Whether a name is kept from a session, be it free or not. */
  boolean isReserved(Nick nick, Session session) {
    return reserved.test(nick, session);
  }

  /** Gives a name to a session, and says whether it may have it: free or its own, not reserved. */
  boolean claim(Nick nick, Session session) {
    Session holder = holders.putIfAbsent(nick, session);
    // Looked at afterwards: who reserves a name looks afterwards whether it is held.
    boolean kept = reserved.test(nick, session);
    if (kept && holder == null) {
      holders.remove(nick, session);
    }
    return !kept && (holder == null || holder == session);
  }

  /** Gives a session the name, or the first free variant of it: {@code bob_2}. */
  Nick claimVariant(Nick wanted, Session session) {
    Nick nick = wanted;
    for (int n = 2; !claim(nick, session); n++) {
      nick = wanted.variant(n);
    }
    return nick;
  }

  /** Gives a session the next free guest name. */
  Nick claimGuest(Session session) {
    Nick nick = nextGuest();
    while (!claim(nick, session)) {
      nick = nextGuest();
    }
    return nick;
  }

  private Nick nextGuest() {
    return new Nick("guest-" + guests.incrementAndGet());
  }

  /** Passes a name on from the session that has it; says whether it had it. */
  boolean pass(Nick nick, Session from, Session to) {
    return holders.replace(nick, from, to);
  }

  /** Makes a name free again, if the session has it. */
  void release(Nick nick, Session session) {
    holders.remove(nick, session);
  }

  /** Who goes by a name, or null. */
  @Nullable Session holder(Nick nick) {
    return holders.get(nick);
  }

  /** How many people there are. */
  int size() {
    return holders.size();
  }

  /** Everyone who has a name. */
  Collection<Session> everyone() {
    return holders.values();
  }
}
