package dev.parley.chat.operator;

import dev.parley.chat.account.Account;
import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.audit.Actor;
import dev.parley.chat.login.LoginService;
import dev.parley.chat.name.Nick;
import dev.parley.chat.operator.AccountAdmin.AccountChange;
import dev.parley.chat.session.Session;

/**
 * Lets the owner of an account have it always on, or not. Safe for use from any thread; does not
 * block.
 */
public final class OwnAlwaysOn {

  private final LoginService authenticator;
  private final AccountAdmin accountAdmin;

  public OwnAlwaysOn(LoginService authenticator, AccountAdmin accountAdmin) {
    this.authenticator = authenticator;
    this.accountAdmin = accountAdmin;
  }

  /** Carries out a command: {@link Reply.AlwaysOnStatus} or a refusal, later. */
  public Reply handle(Session session, Nick nick, Command.StayAlwaysOn command) {
    Account account = session.account();
    if (account == null || session.apiToken() != null) {
      return new Reply.Refused(
          Refusal.NOT_ALLOWED,
          "Only accounts are always on: log in to yours first, /login NAME PASSWORD");
    }
    AccountAdmin own = accountAdmin.as(Actor.of(session, nick), "");
    return authenticator.runLater(() -> carriedOut(own, account.name(), command));
  }

  private static Reply carriedOut(AccountAdmin own, Nick name, Command.StayAlwaysOn command) {
    AccountProfile now = own.account(name.value());
    if (now != null && (command.on() == null || command.on() == now.alwaysOn())) {
      return new Reply.AlwaysOnStatus(now.name(), now.alwaysOn());
    }
    AccountChange change = new AccountChange(null, null, null, null, command.on());
    return switch (own.change(name.value(), change)) {
      case Outcome.Ok(AccountProfile changed) ->
          new Reply.AlwaysOnStatus(changed.name(), changed.alwaysOn());
      case Outcome.Refused(Reply.Refused refused) -> refused;
    };
  }
}
