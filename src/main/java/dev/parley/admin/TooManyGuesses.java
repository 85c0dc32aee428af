package dev.parley.admin;

import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** So many guesses from one address are waiting that another is not even heard. */
final class TooManyGuesses extends AuthenticationException {

  private final Duration wait;

  TooManyGuesses(Duration wait) {
    super("too many guesses");
    this.wait = wait;
  }

  /** After which time it may be worth trying again. */
  Duration retryAfter() {
    return wait;
  }
}
