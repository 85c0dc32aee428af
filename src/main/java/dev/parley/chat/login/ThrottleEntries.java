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
    ThrottleEntry guesser = enter(name);
    try {
      return work.test(guesser);
    } finally {
      leave(guesser);
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
      ThrottleEntry guesser =
          known.computeIfAbsent(name, absent -> new ThrottleEntry(absent, clock, pause));
      guesser.inside++;
      return guesser;
    } finally {
      lock.unlock();
    }
  }

  private void leave(ThrottleEntry guesser) {
    lock.lock();
    try {
      guesser.inside--;
      if (guesser.inside == 0 && guesser.isInnocent()) {
        known.remove(guesser.name());
      }
      Iterator<ThrottleEntry> quietest = known.values().iterator();
      while (known.size() > most && quietest.hasNext()) {
        if (quietest.next().inside == 0) {
          quietest.remove();
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
