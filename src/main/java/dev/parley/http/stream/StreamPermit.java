package dev.parley.http.stream;

import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.login.Authenticator;
import dev.parley.chat.operator.AccountAdmin;
import dev.parley.http.security.AccountCaller;
import dev.parley.http.security.Caller;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Tells whether whoever asked for a stream may still read it. Safe for use from any thread. */
@FunctionalInterface
interface StreamPermit {

  /** Why the stream ends, or null where it may be read on. Does not block. */
  @Nullable StreamEnd end();

  /** The permit of whoever makes a request. */
  static StreamPermit of(
      HttpServletRequest request, Authenticator identities, AccountAdmin registrar) {
    Caller token = Caller.of(request);
    if (token != null) {
      return () -> token.isStillValid(identities) ? null : StreamEnd.INVALID_TOKEN;
    }
    AccountCaller account = AccountCaller.of(request);
    return account == null
        ? () -> null
        : () -> isStillValid(account.account(), registrar) ? null : StreamEnd.ACCOUNT_CHANGED;
  }

  private static boolean isStillValid(AccountProfile then, AccountAdmin registrar) {
    AccountProfile now = registrar.accountOf(then.id());
    return now != null
        && now.admin()
        && !now.disabled()
        && now.passwordVersion() == then.passwordVersion();
  }
}
