package dev.parley.cluster;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * Tells the time of the database, so that the clocks of the nodes need not agree. Safe for use from
 * any thread.
 */
final class DatabaseClock extends Clock {

  private final Clock local;
  private volatile long ahead;

  DatabaseClock(Clock local) {
    this.local = local;
  }

  /** Sets the time of the database at a moment of the local clock, both in milliseconds. */
  void set(long database, long localMillis) {
    ahead = database - localMillis;
  }

  /** Returns the time of the local clock, in milliseconds. */
  long localMillis() {
    return local.millis();
  }

  @Override
  public long millis() {
    return local.millis() + ahead;
  }

  @Override
  public Instant instant() {
    return local.instant().plusMillis(ahead);
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("Times are in UTC");
  }
}
