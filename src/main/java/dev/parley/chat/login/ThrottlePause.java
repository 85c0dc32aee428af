package dev.parley.chat.login;

import java.time.Duration;

/** Waiting, so that a test need not. */
@FunctionalInterface
public interface ThrottlePause {

  /** Returns after that time. */
  void take(Duration time) throws InterruptedException;
}
