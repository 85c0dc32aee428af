package dev.parley.load;

import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Polls until a condition holds or a deadline has passed.
 *
 * @param poll waits for a short time for something that can change the condition
 * @param clock returns the time in nanoseconds
 */
record Poller(Runnable poll, LongSupplier clock) {

  /**
   * Polls until a condition holds. Returns false if it does not hold in time.
   *
   * @param nanos limit on the time, in nanoseconds
   */
  boolean await(BooleanSupplier condition, long nanos) {
    long deadline = clock.getAsLong() + nanos;
    while (!condition.getAsBoolean()) {
      if (clock.getAsLong() > deadline) {
        return false;
      }
      poll.run();
    }
    return true;
  }
}
