package dev.parley.chat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that is set by hand. */
public final class SetClock extends Clock {

  private volatile Instant now;

  /** A clock that shows some time. */
  public SetClock() {
    this("2026-11-22T10:15:30.123Z");
  }

  /** A clock that shows this time. */
  public SetClock(String start) {
    now = Instant.parse(start);
  }

  /** Lets time pass. */
  public void pass(Duration time) {
    now = now.plus(time);
  }

  @Override
  public Instant instant() {
    return now;
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
