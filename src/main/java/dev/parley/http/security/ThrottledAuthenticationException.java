package dev.parley.http.security;

import dev.parley.chat.login.TooManyGuessesException;
import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** Reports {@link TooManyGuessesException} to Spring Security. */
final class ThrottledAuthenticationException extends AuthenticationException {

  private final Duration wait;

  ThrottledAuthenticationException(TooManyGuessesException cause) {
    super("too many guesses", cause);
    this.wait = cause.retryAfter();
  }

  /** Returns the time after which to retry. */
  Duration retryAfter() {
    return wait;
  }
}
