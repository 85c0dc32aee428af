package dev.parley.chat.login;

import java.time.Duration;

/** Waits for a time; replaced in tests. */
@FunctionalInterface
public interface ThrottlePause {

  /** Returns after a time. */
  void sleep(Duration time) throws InterruptedException;
}
