package dev.parley.http.security;

import dev.parley.chat.api.Refusal;
import java.time.Duration;
import org.springframework.security.core.AuthenticationException;

/** A password that cannot be checked now, as Spring Security sees it. */
final class AuthenticationUnavailable extends AuthenticationException {

  private static final long serialVersionUID = 1;

  private final Refusal refusal;
  private final Duration wait;

  AuthenticationUnavailable(Refusal refusal, String sentence, Duration wait, Throwable cause) {
    super(sentence, cause);
    this.refusal = refusal;
    this.wait = wait;
  }

  /** Why it cannot be checked. */
  Refusal refusal() {
    return refusal;
  }

  /** After which time it may be worth trying again. */
  Duration retryAfter() {
    return wait;
  }
}
