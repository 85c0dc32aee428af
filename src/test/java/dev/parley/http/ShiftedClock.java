package dev.parley.http;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Shows the system's time, or one that tests stop and move on. */
public final class ShiftedClock extends Clock {

  private volatile Instant stopped;

  /** Stops the clock. */
  public void stop() {
    stopped = Instant.now();
  }

  /** Moves a clock that is stopped. */
  public void pass(Duration time) {
    stopped = stopped.plus(time);
  }

  /** Shows the system's time again. */
  public void run() {
    stopped = null;
  }

  @Override
  public Instant instant() {
    Instant shown = stopped;
    return shown == null ? Instant.now() : shown;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
