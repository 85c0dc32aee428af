package dev.parley.chat.arrival;

import dev.parley.chat.api.Limits;
import dev.parley.chat.moderation.AddressRange;
import dev.parley.chat.session.Session;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Holds ended sessions for resumption, up to a total and, for each address (an IPv4 address, or the
 * /64 network of an IPv6 one), up to the number of connections that it may have. Safe for use from
 * any thread.
 */
final class HeldSessions {

  private final ReentrantLock lock = new ReentrantLock();
  private final Set<Session> sessions = new HashSet<>();
  private final Map<String, Integer> byAddress = new HashMap<>();
  private final int most;
  private final int mostPerAddress;

  HeldSessions(Limits limits) {
    this.most = limits.heldSessions();
    this.mostPerAddress = limits.connectionsPerAddress();
  }

  /** Adds a session; returns false if a limit is reached. */
  boolean add(Session session) {
    String address = address(session);
    lock.lock();
    try {
      boolean full = most > 0 && sessions.size() >= most;
      boolean addressFull =
          mostPerAddress > 0 && byAddress.getOrDefault(address, 0) >= mostPerAddress;
      if (full || addressFull || !sessions.add(session)) {
        return false;
      }
      byAddress.merge(address, 1, Integer::sum);
      return true;
    } finally {
      lock.unlock();
    }
  }

  /** Removes a session. */
  void remove(Session session) {
    lock.lock();
    try {
      if (sessions.remove(session)) {
        byAddress.computeIfPresent(address(session), (a, count) -> count == 1 ? null : count - 1);
      }
    } finally {
      lock.unlock();
    }
  }

  private static String address(Session session) {
    return AddressRange.networkOf(session.endpoint().remoteAddress());
  }
}
