package dev.parley.admin;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/** One address that guesses, with its wrong guesses so far. Safe for use from any thread. */
final class Guesser {

  private static final Duration FIRST_WAIT = Duration.ofMillis(100);
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(3);
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(15);
  private static final int DOUBLINGS = 5;
  private static final int MOST_WAITING = 8;

  private final ReentrantLock turn = new ReentrantLock(true);
  private final String network;
  private final Clock clock;
  private final Pause pause;
  private volatile int wrong;
  private long lastWrongMillis;

  /** How many guesses are being heard or waiting; {@link GuessBrake}'s, under its lock. */
  int inside;

  Guesser(String network, Clock clock, Pause pause) {
    this.network = network;
    this.clock = clock;
    this.pause = pause;
  }

  String network() {
    return network;
  }

  /** Whether there is nothing to remember. */
  boolean isInnocent() {
    return wrong == 0;
  }

  boolean hear(BooleanSupplier guess) {
    if (wrong > 0 && turn.getQueueLength() >= MOST_WAITING) {
      throw new TooManyGuesses(LONGEST_WAIT);
    }
    turn.lock();
    try {
      Duration wait = untilNext();
      if (wait.isPositive()) {
        pause.take(wait);
      }
      boolean right = guess.getAsBoolean();
      wrong = right ? 0 : Math.min(wrong + 1, DOUBLINGS + 1);
      lastWrongMillis = clock.millis();
      return right;
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      turn.unlock();
    }
  }

  private Duration untilNext() {
    Duration past = Duration.ofMillis(clock.millis() - lastWrongMillis);
    if (wrong == 0 || past.compareTo(FORGOTTEN_AFTER) > 0) {
      wrong = 0;
      return Duration.ZERO;
    }
    Duration wait = FIRST_WAIT.multipliedBy(1L << (wrong - 1));
    return (wait.compareTo(LONGEST_WAIT) > 0 ? LONGEST_WAIT : wait).minus(past);
  }
}
