package dev.parley.chat.session;

/**
 * Limits the rate of an action by a token bucket: so many at once, so many a second after that. For
 * one thread at a time.
 *
 * <p>Times are nanoseconds, of any clock; where it is set back, nothing is earned meanwhile.
 */
public final class TokenBucket {

  private static final double NANOS_PER_SECOND = 1e9;

  private final int burst;
  private final int perSecond;
  private double tokens;
  private long lastNanos;

  /**
   * @param burst how many at once, 0 for no limit
   * @param perSecond how many a second after that, 0 for no limit
   */
  public TokenBucket(int burst, int perSecond, long nowNanos) {
    this.burst = burst;
    this.perSecond = perSecond;
    this.tokens = burst;
    this.lastNanos = nowNanos;
  }

  /** Returns whether this bucket has the given burst and rate. */
  public boolean is(int otherBurst, int otherPerSecond) {
    return burst == otherBurst && perSecond == otherPerSecond;
  }

  /** Returns the nanoseconds to wait before the next token; 0 where there is one now. */
  public long delayNanos(long nowNanos) {
    if (burst == 0 || perSecond == 0) {
      return 0;
    }
    double earned = Math.max(0, nowNanos - lastNanos) / NANOS_PER_SECOND * perSecond;
    tokens = Math.min(burst, tokens + earned);
    lastNanos = nowNanos;
    return tokens >= 1 ? 0 : (long) Math.ceil((1 - tokens) / perSecond * NANOS_PER_SECOND);
  }

  /** Takes one. */
  public void take() {
    tokens -= 1;
  }

  /**
   * Takes one where it may be taken now.
   *
   * @return 0 where it was taken, otherwise how many seconds to wait for it
   */
  public long takeOrWait(long nowNanos) {
    long delay = delayNanos(nowNanos);
    if (delay == 0) {
      take();
    }
    return (long) Math.ceil(delay / NANOS_PER_SECOND);
  }

  /** Returns whether the bucket is full. */
  public boolean isRested(long nowNanos) {
    return delayNanos(nowNanos) == 0 && (tokens >= burst || burst == 0 || perSecond == 0);
  }
}
