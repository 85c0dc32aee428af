package dev.parley.chat.login;

import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Counts the wrong guesses from one address, or at one account. Safe for use from any thread. */
final class ThrottleEntry {

  private static final Duration FIRST_WAIT = Duration.ofMillis(100);
  private static final Duration MAX_DELAY = Duration.ofSeconds(3);
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(15);
  private static final int DOUBLINGS = 5;
  private static final int MAX_WAITING = 8;

  private final ReentrantLock lock = new ReentrantLock(true);
  private final AtomicReference<FailureRecord> failures = new AtomicReference<>(FailureRecord.NONE);
  private final String name;
  private final Clock clock;
  private final ThrottlePause pause;

  /**
   * The number of guesses being checked or waiting; guarded by the lock of {@link ThrottleEntries}.
   */
  int users;

  /**
   * Records the number of wrong guesses, and the time of the last.
   *
   * @param account the account that all of them were made at, null for several or none
   */
  private record FailureRecord(int wrong, long lastMillis, @Nullable String account) {

    static final FailureRecord NONE = new FailureRecord(0, 0, null);

    Duration remainingDelay(long nowMillis) {
      Duration since = Duration.ofMillis(nowMillis - lastMillis);
      if (wrong == 0 || since.compareTo(FORGOTTEN_AFTER) > 0) {
        return Duration.ZERO;
      }
      Duration wait = FIRST_WAIT.multipliedBy(1L << (wrong - 1));
      return (wait.compareTo(MAX_DELAY) > 0 ? MAX_DELAY : wait).minus(since);
    }

    FailureRecord withFailure(@Nullable String at, long nowMillis) {
      boolean first = wrong == 0 || nowMillis - lastMillis > FORGOTTEN_AFTER.toMillis();
      return new FailureRecord(
          first ? 1 : Math.min(wrong + 1, DOUBLINGS + 1),
          nowMillis,
          first || Objects.equals(account, at) ? at : null);
    }

    FailureRecord withSuccess(@Nullable String at) {
      return at == null || at.equals(account) ? NONE : this;
    }
  }

  ThrottleEntry(String name, Clock clock, ThrottlePause pause) {
    this.name = name;
    this.clock = clock;
    this.pause = pause;
  }

  String name() {
    return name;
  }

  /** Returns whether there are no wrong guesses on record. */
  boolean isClear() {
    return failures.get().wrong == 0;
  }

  /**
   * Checks a guess, one at a time and after the wait. A right guess clears the wrong guesses at the
   * same account, but not those at others; otherwise the owner of one account could guess at others
   * by logging in to it in between.
   *
   * @param at the account, null if a right guess clears all
   */
  boolean check(@Nullable String at, BooleanSupplier guess) {
    if (!isClear() && lock.getQueueLength() >= MAX_WAITING) {
      throw new TooManyGuessesException(MAX_DELAY);
    }
    lock.lock();
    try {
      boolean right = await() && guess.getAsBoolean();
      if (right) {
        failures.updateAndGet(before -> before.withSuccess(at));
      } else {
        wrong(at);
      }
      return right;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for the time that the wrong guesses so far require; returns false if interrupted. */
  boolean await() {
    Duration wait = failures.get().remainingDelay(clock.millis());
    try {
      if (wait.isPositive()) {
        pause.sleep(wait);
      }
      return true;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** Records a wrong guess at an account. */
  void wrong(@Nullable String at) {
    failures.updateAndGet(before -> before.withFailure(at, clock.millis()));
  }
}
