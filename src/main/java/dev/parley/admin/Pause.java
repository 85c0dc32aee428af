package dev.parley.admin;

import java.time.Duration;

/** Waiting, so that a test need not. */
@FunctionalInterface
interface Pause {

  /** Returns after that time. */
  void take(Duration time) throws InterruptedException;
}
