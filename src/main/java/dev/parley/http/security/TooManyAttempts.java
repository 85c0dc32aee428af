package dev.parley.http.security;

import dev.parley.chat.login.TooManyGuesses;
import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** Reports {@link TooManyGuesses} to Spring Security. */
final class TooManyAttempts extends AuthenticationException {

  private final Duration wait;

  TooManyAttempts(TooManyGuesses cause) {
    super("too many guesses", cause);
    this.wait = cause.retryAfter();
  }

  /** Returns the time after which to retry. */
  Duration retryAfter() {
    return wait;
  }
}
