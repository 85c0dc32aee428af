package dev.parley.http.security;

import dev.parley.chat.account.ApiToken;
import dev.parley.chat.account.Secret;
import dev.parley.chat.login.LoginService;
import dev.parley.chat.operator.AccountAdmin;
import dev.parley.http.problem.Problem;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.web.authentication.WebAuthenticationDetails;
import org.springframework.web.ErrorResponseException;

/**
 * Opens sessions of the console for callers who show the credentials that the API takes. Wrong
 * passwords are slowed as everywhere. Safe for use from any thread; may block.
 */
public final class ConsoleLogin {

  private final AdminAuthentication passwords;
  private final LoginService authenticator;
  private final AccountAdmin accountAdmin;
  private final ConsoleSessions sessions;

  ConsoleLogin(
      AdminAuthentication passwords,
      LoginService authenticator,
      AccountAdmin accountAdmin,
      ConsoleSessions sessions) {
    this.passwords = passwords;
    this.authenticator = authenticator;
    this.accountAdmin = accountAdmin;
    this.sessions = sessions;
  }

  /** Opens a session by a name and a password; throws a problem if they do not allow it. */
  public ConsoleSessions.Opened byPassword(
      HttpServletRequest request, String name, Secret password) {
    var guess = UsernamePasswordAuthenticationToken.unauthenticated(name, password.text());
    guess.setDetails(new WebAuthenticationDetails(request));
    Authentication caller;
    try {
      caller = passwords.authenticate(guess);
    } catch (AuthenticationException failure) {
      throw AuthenticationRefusal.of(failure, "Wrong name or password.").thrown();
    }
    if (caller instanceof AccountCaller account && !account.account().admin()) {
      throw Problem.FORBIDDEN.because(
          "The console is for admins: " + account.getName() + " is not one.");
    }
    return open(request, caller);
  }

  /** Opens a session by a token; throws a problem if it is not valid. */
  public ConsoleSessions.Opened byToken(HttpServletRequest request, Secret secret) {
    ApiToken token = authenticator.findValid(secret);
    if (token == null) {
      ErrorResponseException problem = Problem.INVALID_TOKEN.because(BearerFilter.UNKNOWN);
      problem.getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, BearerFilter.CHALLENGE);
      throw problem;
    }
    return open(request, Caller.of(token, accountAdmin));
  }

  private ConsoleSessions.Opened open(HttpServletRequest request, Authentication caller) {
    return sessions.open(
        caller, request.getRemoteAddr(), request.getHeader(HttpHeaders.USER_AGENT));
  }
}
