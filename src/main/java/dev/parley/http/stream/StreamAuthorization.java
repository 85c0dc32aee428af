package dev.parley.http.stream;

import dev.parley.chat.login.LoginService;
import dev.parley.chat.operator.AccountAdmin;
import dev.parley.http.security.AccountCaller;
import dev.parley.http.security.Caller;
import dev.parley.http.security.ConsoleSession;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Checks whether the caller of a stream may still read it. Safe for use from any thread. */
@FunctionalInterface
public interface StreamAuthorization {

  /** Returns the reason to end the stream, or null if it may continue. Does not block. */
  @Nullable StreamEnd end();

  /** Returns the permit of the caller of a request. */
  static StreamAuthorization of(
      HttpServletRequest request, LoginService authenticator, AccountAdmin accountAdmin) {
    StreamAuthorization caller = ofCaller(request, authenticator, accountAdmin);
    ConsoleSession session = ConsoleSession.of(request);
    if (session == null) {
      return caller;
    }
    return () -> {
      StreamEnd why = caller.end();
      return why == null && !session.isOpen() ? StreamEnd.SESSION_ENDED : why;
    };
  }

  private static StreamAuthorization ofCaller(
      HttpServletRequest request, LoginService authenticator, AccountAdmin accountAdmin) {
    Caller token = Caller.of(request);
    if (token != null) {
      return () -> token.isStillValid(authenticator) ? null : StreamEnd.INVALID_TOKEN;
    }
    AccountCaller account = AccountCaller.of(request);
    return account == null
        ? () -> null
        : () -> account.current(accountAdmin) == null ? StreamEnd.ACCOUNT_CHANGED : null;
  }
}
