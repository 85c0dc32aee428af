package dev.parley;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Measures how long lines are on their way from people to people, by the time that each line says,
 * and counts what went otherwise. Safe for use from any thread.
 */
final class Receipts {

  private final Map<String, Long> worst = new ConcurrentHashMap<>();
  private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
  private final Map<String, Integer> lostSessions = new ConcurrentHashMap<>();
  private final AtomicInteger repeated = new AtomicInteger();
  private volatile long start = System.nanoTime();

  /** Counts a line that someone at a server was shown as it was said. */
  void received(String server, String text) {
    String[] words = text.split(" ", -1);
    long said = Math.max(start, Long.parseLong(words[3]));
    long time = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - said);
    worst.merge(words[2] + ">" + server, time, Math::max);
  }

  /** Counts from now on: nobody could be shown, before this, what was said earlier. */
  void restart() {
    start = System.nanoTime();
    worst.clear();
  }

  void refused(String why) {
    refusals.merge(why, 1, Integer::sum);
  }

  /** Counts a session that could not be resumed. */
  void lostSession(String why) {
    System.out.println("not resumed: " + why);
    lostSessions.merge(why, 1, Integer::sum);
  }

  /** Counts a line that was shown once more after a resumption. */
  void repeated() {
    repeated.incrementAndGet();
  }

  Map<String, Integer> lostSessions() {
    return lostSessions;
  }

  int repeats() {
    return repeated.get();
  }

  Map<String, Integer> refusals() {
    return new TreeMap<>(refusals);
  }

  /**
   * Returns the longest time in milliseconds from a server to a server since the last call, by both
   * names.
   */
  Map<String, Long> takeWorst() {
    Map<String, Long> taken = new TreeMap<>(worst);
    worst.clear();
    return taken;
  }
}
