package dev.parley.http.console;

import dev.parley.chat.account.Secret;
import dev.parley.http.problem.InvalidValue;
import dev.parley.http.security.ConsoleLogin;
import dev.parley.http.security.ConsoleSessions;
import jakarta.servlet.http.HttpServletRequest;
import org.jspecify.annotations.Nullable;

/** Represents the credentials of a log-in: a name with its password, or a token. */
record LoginBody(@Nullable String name, @Nullable String password, @Nullable String token) {

  /** Opens a session with the credentials; throws a problem if they do not allow it. */
  ConsoleSessions.Opened open(ConsoleLogin login, HttpServletRequest request) {
    if (token != null && name == null && password == null) {
      return login.byToken(request, new Secret(token));
    }
    if (token != null || name == null || password == null) {
      throw InvalidValue.of("name", "must be given with password, or else token alone");
    }
    return login.byPassword(request, name, new Secret(password));
  }

  /** Keeps the credentials out of logs. */
  @Override
  public String toString() {
    return "LoginBody[…]";
  }
}
