package dev.parley.http.security;

import dev.parley.chat.account.TokenScope;
import dev.parley.http.problem.Problem;
import org.springframework.http.HttpHeaders;
import org.springframework.web.ErrorResponseException;

/** Builds the problem of a token without the required scope (RFC 6750). */
final class MissingScope {

  private MissingScope() {}

  /** Returns the exception, with the challenge that names the scope. */
  static ErrorResponseException of(TokenScope scope) {
    ErrorResponseException problem =
        Problem.INSUFFICIENT_SCOPE.because("The token lacks the scope " + scope.code() + ".");
    problem
        .getHeaders()
        .set(
            HttpHeaders.WWW_AUTHENTICATE,
            BearerFilter.CHALLENGE
                + ", error=\"insufficient_scope\", scope=\""
                + scope.code()
                + "\"");
    return problem;
  }
}
