package dev.parley.chat.login;

import java.time.Duration;

/** Thrown when too many guesses from one address are waiting. */
public final class TooManyGuessesException extends RuntimeException {

  private final Duration wait;

  TooManyGuessesException(Duration wait) {
    super("too many guesses");
    this.wait = wait;
  }

  /** Returns the time after which to try again. */
  public Duration retryAfter() {
    return wait;
  }
}
