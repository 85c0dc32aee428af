package dev.parley.chat;

/**
 * How often one session may do something: so many times at once, so many a second after that (a
 * token bucket). One thread at a time.
 */
final class Allowance {

  private static final double MILLIS_PER_SECOND = 1000;

  private double spent;
  private long lastMillis = Long.MIN_VALUE;

  /**
   * Takes one turn.
   *
   * @param burst how many at once, 0 for no limit
   * @param perSecond how many a second after that, 0 for no limit
   * @return 0 where it was taken, otherwise how many seconds to wait for one
   */
  long take(int burst, int perSecond, long nowMillis) {
    if (burst == 0 || perSecond == 0) {
      return 0;
    }
    if (lastMillis != Long.MIN_VALUE) {
      double earned = Math.max(0, nowMillis - lastMillis) / MILLIS_PER_SECOND * perSecond;
      spent = Math.max(0, spent - earned);
    }
    lastMillis = nowMillis;
    if (spent + 1 > burst) {
      return Math.max(1, (long) Math.ceil((spent + 1 - burst) / perSecond));
    }
    spent++;
    return 0;
  }
}
