package dev.parley.chat.login;

import java.time.Clock;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;

/**
 * Holds throttle entries by name, up to a limit, evicting the one that was idle longest. Safe for
 * use from any thread.
 */
final class ThrottleEntries {

  private final int most;
  private final Clock clock;
  private final ThrottlePause pause;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, ThrottleEntry> known = new LinkedHashMap<>(16, 0.75f, true);

  ThrottleEntries(int most, Clock clock, ThrottlePause pause) {
    this.most = most;
    this.clock = clock;
    this.pause = pause;
  }

  /** Runs a task with the entry of a name, which is not evicted meanwhile. */
  boolean with(String name, Predicate<ThrottleEntry> work) {
    ThrottleEntry entry = enter(name);
    try {
      return work.test(entry);
    } finally {
      leave(entry);
    }
  }

  int size() {
    lock.lock();
    try {
      return known.size();
    } finally {
      lock.unlock();
    }
  }

  private ThrottleEntry enter(String name) {
    lock.lock();
    try {
      ThrottleEntry entry =
          known.computeIfAbsent(name, absent -> new ThrottleEntry(absent, clock, pause));
      entry.users++;
      return entry;
    } finally {
      lock.unlock();
    }
  }

  private void leave(ThrottleEntry entry) {
    lock.lock();
    try {
      entry.users--;
      if (entry.users == 0 && entry.isClear()) {
        known.remove(entry.name());
      }
      Iterator<ThrottleEntry> idlest = known.values().iterator();
      while (known.size() > most && idlest.hasNext()) {
        if (idlest.next().users == 0) {
          idlest.remove();
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
