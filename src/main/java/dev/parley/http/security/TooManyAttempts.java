package dev.parley.http.security;

import dev.parley.chat.login.TooManyGuesses;
import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** What {@link TooManyGuesses} is to Spring Security. */
final class TooManyAttempts extends AuthenticationException {

  private final Duration wait;

  TooManyAttempts(TooManyGuesses cause) {
    super("too many guesses", cause);
    this.wait = cause.retryAfter();
  }

  /** After which time it may be worth trying again. */
  Duration retryAfter() {
    return wait;
  }
}
