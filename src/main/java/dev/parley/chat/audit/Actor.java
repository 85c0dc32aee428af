package dev.parley.chat.audit;

import dev.parley.chat.account.ApiToken;
import dev.parley.chat.name.Nick;
import dev.parley.chat.session.Session;
import java.util.Locale;

/**
 * Identifies the author of a change.
 *
 * @param name the account, the token, the nick of a guest, or {@code admin}
 * @param address the address of the request
 */
public record Actor(Kind kind, String name, String address) {

  /** Enumerates the kinds of actors. */
  public enum Kind {
    /** The operator, who has the admin's password for the API. */
    ADMIN,
    /** An account. */
    ACCOUNT,
    /** A token, even if it logs in to an account. */
    TOKEN,
    /** A guest, by the current name. */
    GUEST;

    /** Returns a stable name for machines: {@code account}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Returns the operator of the server. */
  public static Actor admin(String address) {
    return new Actor(Kind.ADMIN, "admin", address);
  }

  /** Returns the actor for a session under its current name. */
  public static Actor of(Session session, Nick nick) {
    Nick login = session.login();
    Kind kind = session.apiToken() != null ? Kind.TOKEN : login != null ? Kind.ACCOUNT : Kind.GUEST;
    ApiToken token = session.apiToken();
    Nick name = token != null ? token.name() : login != null ? login : nick;
    return new Actor(kind, name.value(), session.endpoint().remoteAddress());
  }
}
