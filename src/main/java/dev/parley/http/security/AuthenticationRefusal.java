package dev.parley.http.security;

import dev.parley.http.problem.Problem;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.AuthenticationException;
import org.springframework.web.ErrorResponseException;

/**
 * Describes why a caller was not authenticated, as the problem to answer with.
 *
 * @param sentence the explanation
 * @param retryAfter the time after which to try again, null if credentials are missing or wrong
 */
record AuthenticationRefusal(Problem problem, String sentence, @Nullable Duration retryAfter) {

  /**
   * Describes a failure.
   *
   * @param wrong the explanation of missing and of wrong credentials
   */
  static AuthenticationRefusal of(AuthenticationException failure, String wrong) {
    return switch (failure) {
      case ThrottledAuthenticationException tooMany ->
          new AuthenticationRefusal(
              Problem.TOO_MANY_ATTEMPTS,
              "Too many attempts from your address.",
              tooMany.retryAfter());
      case AuthenticationUnavailableException unavailable ->
          new AuthenticationRefusal(
              Problem.of(unavailable.refusal()),
              String.valueOf(unavailable.getMessage()),
              unavailable.retryAfter());
      default -> new AuthenticationRefusal(Problem.UNAUTHORIZED, wrong, null);
    };
  }

  /** Returns the problem as an exception, with a challenge that makes no browser ask. */
  ErrorResponseException thrown() {
    ErrorResponseException thrown = problem.because(sentence);
    if (retryAfter == null) {
      thrown.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, BearerFilter.CHALLENGE);
    } else {
      thrown.getHeaders().set(HttpHeaders.RETRY_AFTER, String.valueOf(retryAfter.toSeconds()));
    }
    return thrown;
  }
}
