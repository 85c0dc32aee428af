package dev.parley.chat.audit;

import dev.parley.chat.account.ApiToken;
import dev.parley.chat.name.Nick;
import dev.parley.chat.session.Session;
import java.util.Locale;

/**
 * Who changes something.
 *
 * @param name the account, the token, the nick of a guest, or {@code admin}
 * @param address where the request came from
 */
public record Actor(Kind kind, String name, String address) {

  /** What the name is one of. */
  public enum Kind {
    /** Nothing else: the one who has the admin's password for the API. */
    ADMIN,
    /** An account, an admin's or another. */
    ACCOUNT,
    /** A token, also where it logs in to an account. */
    TOKEN,
    /** Whoever goes by a nick and is not logged in. */
    GUEST;

    /** A stable name for machines: {@code account}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** The one who runs the server. */
  public static Actor admin(String address) {
    return new Actor(Kind.ADMIN, "admin", address);
  }

  /** A person, who goes by a nick now. */
  public static Actor of(Session session, Nick nick) {
    Nick login = session.login();
    Kind kind = session.apiToken() != null ? Kind.TOKEN : login != null ? Kind.ACCOUNT : Kind.GUEST;
    ApiToken token = session.apiToken();
    Nick name = token != null ? token.name() : login != null ? login : nick;
    return new Actor(kind, name.value(), session.endpoint().remoteAddress());
  }
}
