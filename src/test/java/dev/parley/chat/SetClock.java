package dev.parley.chat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/** Shows a time that is set by hand. */
public final class SetClock extends Clock {

  private final AtomicReference<Runnable> once = new AtomicReference<>();
  private volatile Instant now;
  private volatile Runnable passed = () -> {};

  /** Creates a clock that shows some time. */
  public SetClock() {
    this("2026-11-22T10:15:30.123Z");
  }

  /** Creates a clock that shows this time. */
  public SetClock(String start) {
    now = Instant.parse(start);
  }

  /** Lets time pass. */
  public void pass(Duration time) {
    now = now.plus(time);
    passed.run();
  }

  /** Runs a task each time that time passes. */
  public void whenPassed(Runnable task) {
    passed = task;
  }

  /** Runs a task the next time that the time is read as an instant. */
  public void whenRead(Runnable task) {
    once.set(task);
  }

  @Override
  public Instant instant() {
    Runnable task = once.getAndSet(null);
    if (task != null) {
      task.run();
    }
    return now;
  }

  @Override
  public long millis() {
    return now.toEpochMilli();
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
