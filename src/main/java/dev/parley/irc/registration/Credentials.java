package dev.parley.irc.registration;

import dev.parley.chat.account.ApiToken;
import dev.parley.chat.account.Secret;
import dev.parley.chat.api.Command;

/** Makes the commands that identify a client of what it gives. Stateless. */
final class Credentials {

  private Credentials() {}

  /**
   * Returns the command for the password of a connection: a token, {@code name:password}, or the
   * password of the account of the client's name.
   */
  static Command ofPass(String nick, String password) {
    int colon = password.indexOf(':');
    return colon > 0
        ? of(password.substring(0, colon), password.substring(colon + 1))
        : of(nick, password);
  }

  /** Returns the command for a name and its password, or a token in its place. */
  static Command of(String name, String password) {
    return password.startsWith(ApiToken.MARK)
        ? new Command.AuthenticateByToken(new Secret(password))
        : new Command.Authenticate(name, new Secret(password));
  }
}
