package dev.parley.chat.login;

import java.time.Duration;

/** So many guesses from one address are waiting that another is not even heard. */
public final class TooManyGuesses extends RuntimeException {

  private final Duration wait;

  TooManyGuesses(Duration wait) {
    super("too many guesses");
    this.wait = wait;
  }

  /** After which time it may be worth trying again. */
  public Duration retryAfter() {
    return wait;
  }
}
