package dev.parley.http.security;

import dev.parley.chat.audit.Actor;
import dev.parley.chat.operator.AccountAdmin;
import dev.parley.chat.operator.Operator;
import dev.parley.http.request.TextLimit;
import jakarta.servlet.http.HttpServletRequest;

/** Knows who makes the request that is being answered. */
public final class CurrentActor {

  private final Operator operator;
  private final AccountAdmin registrar;
  private final TextLimit limit;
  private final HttpServletRequest request;

  /**
   * @param request stands for the one that is being answered
   */
  public CurrentActor(
      Operator operator, AccountAdmin registrar, TextLimit limit, HttpServletRequest request) {
    this.operator = operator;
    this.registrar = registrar;
    this.limit = limit;
    this.request = request;
  }

  /** What an operator can do, as whoever makes this request, for a reason. */
  public Operator operator(String reason) {
    return operator.as(actor(), limit.check("reason", reason));
  }

  /** What an operator can do about accounts and tokens, likewise. */
  public AccountAdmin registrar(String reason) {
    return registrar.as(actor(), limit.check("reason", reason));
  }

  /** Whoever makes this request. */
  public Actor actor() {
    Caller caller = Caller.of(request);
    AccountCaller account = AccountCaller.of(request);
    String address = request.getRemoteAddr();
    if (caller != null) {
      return caller.actor(address);
    }
    return account != null ? account.actor(address) : Actor.admin(address);
  }
}
