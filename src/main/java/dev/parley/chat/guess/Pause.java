package dev.parley.chat.guess;

import java.time.Duration;

/** Waiting, so that a test need not. */
@FunctionalInterface
public interface Pause {

  /** Returns after that time. */
  void take(Duration time) throws InterruptedException;
}
