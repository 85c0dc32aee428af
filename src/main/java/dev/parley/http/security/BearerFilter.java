package dev.parley.http.security;

import dev.parley.chat.account.ApiToken;
import dev.parley.chat.account.Secret;
import dev.parley.chat.login.LoginService;
import dev.parley.chat.operator.AccountAdmin;
import dev.parley.http.problem.Problem;
import dev.parley.http.problem.ProblemWriter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Authenticates callers by bearer tokens (RFC 6750). Guesses are not throttled: tokens have 256
 * random bits.
 */
final class BearerFilter extends OncePerRequestFilter {

  /** Challenge that asks for a token. */
  static final String CHALLENGE = "Bearer realm=\"parley\"";

  /** Explanation of a token that is not valid. */
  static final String UNKNOWN = "That token is not known, or its time is over.";

  private static final String SCHEME = "Bearer";

  private final LoginService authenticator;
  private final AccountAdmin accountAdmin;
  private final ProblemWriter problems;

  BearerFilter(LoginService authenticator, AccountAdmin accountAdmin, ProblemWriter problems) {
    this.authenticator = authenticator;
    this.accountAdmin = accountAdmin;
    this.problems = problems;
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws IOException, ServletException {
    String credentials = credentials(request.getHeader(HttpHeaders.AUTHORIZATION));
    if (credentials == null) {
      chain.doFilter(request, response);
      return;
    }
    ApiToken token = authenticator.findValid(new Secret(credentials));
    if (token == null) {
      response.setHeader(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE + ", error=\"invalid_token\"");
      problems.write(request, response, Problem.INVALID_TOKEN, UNKNOWN);
      return;
    }
    SecurityContext context = SecurityContextHolder.createEmptyContext();
    context.setAuthentication(Caller.of(token, accountAdmin));
    SecurityContextHolder.setContext(context);
    chain.doFilter(request, response);
  }

  /** Returns the credentials after the scheme, null if it is another scheme or none. */
  private static @Nullable String credentials(@Nullable String authorization) {
    if (authorization == null
        || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return null;
    }
    String rest = authorization.substring(SCHEME.length());
    return rest.isEmpty() || rest.charAt(0) == ' ' ? rest.strip() : null;
  }
}
