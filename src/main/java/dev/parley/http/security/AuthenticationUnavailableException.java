package dev.parley.http.security;

import dev.parley.chat.api.Refusal;
import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** Reports to Spring Security that a password cannot be checked now. */
final class AuthenticationUnavailableException extends AuthenticationException {

  private static final long serialVersionUID = 1;

  private final Refusal refusal;
  private final Duration wait;

  AuthenticationUnavailableException(
      Refusal refusal, String sentence, Duration wait, Throwable cause) {
    super(sentence, cause);
    this.refusal = refusal;
    this.wait = wait;
  }

  /** Returns the reason. */
  Refusal refusal() {
    return refusal;
  }

  /** Returns the time after which to retry. */
  Duration retryAfter() {
    return wait;
  }
}
