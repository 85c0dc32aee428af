package dev.parley.http.security;

import dev.parley.chat.audit.Actor;
import dev.parley.chat.operator.AccountAdmin;
import dev.parley.chat.operator.Operator;
import dev.parley.http.request.TextLimit;
import jakarta.servlet.http.HttpServletRequest;
import java.security.Principal;
import org.jspecify.annotations.Nullable;

/** Provides the actor of the current request. */
public final class CurrentActor {

  private final Operator operator;
  private final AccountAdmin accountAdmin;
  private final TextLimit limit;
  private final HttpServletRequest request;

  /**
   * @param request a proxy for the current request
   */
  public CurrentActor(
      Operator operator, AccountAdmin accountAdmin, TextLimit limit, HttpServletRequest request) {
    this.operator = operator;
    this.accountAdmin = accountAdmin;
    this.limit = limit;
    this.request = request;
  }

  /** Returns the operator's interface on behalf of the caller, for a reason. */
  public Operator operator(String reason) {
    return operator.as(actor(), limit.check("reason", reason));
  }

  /** Returns the interface for accounts and tokens on behalf of the caller, for a reason. */
  public AccountAdmin accountAdmin(String reason) {
    return accountAdmin.as(actor(), limit.check("reason", reason));
  }

  /** Returns the caller of this request. */
  public Actor actor() {
    return actor(request.getUserPrincipal(), request.getRemoteAddr());
  }

  /** Returns a caller for the audit. */
  public static Actor actor(@Nullable Principal caller, String address) {
    return switch (caller) {
      case Caller token -> token.actor(address);
      case AccountCaller account -> account.actor(address);
      case null, default -> Actor.admin(address);
    };
  }
}
