package dev.parley.chat.session;

/**
 * Limits the rate of an action by a token bucket. For one thread at a time.
 *
 * <p>Times are nanoseconds of any clock; while a clock that was set back catches up, no tokens are
 * added.
 */
public final class TokenBucket {

  private static final double NANOS_PER_SECOND = 1e9;

  private final int burst;
  private final int perSecond;
  private double tokens;
  private long lastNanos;

  /**
   * @param burst the capacity of the bucket, 0 for no limit
   * @param perSecond the tokens added a second, 0 for no limit
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

  /** Returns the nanoseconds to wait for the next token; 0 if there is one now. */
  public long delayNanos(long nowNanos) {
    if (burst == 0 || perSecond == 0) {
      return 0;
    }
    double earned = Math.max(0, nowNanos - lastNanos) / NANOS_PER_SECOND * perSecond;
    tokens = Math.min(burst, tokens + earned);
    lastNanos = nowNanos;
    return tokens >= 1 ? 0 : (long) Math.ceil((1 - tokens) / perSecond * NANOS_PER_SECOND);
  }

  /** Takes a token. */
  public void take() {
    tokens -= 1;
  }

  /**
   * Takes a token if there is one.
   *
   * @return 0 if a token was taken, otherwise the seconds to wait for one
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
