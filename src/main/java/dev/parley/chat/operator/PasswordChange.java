package dev.parley.chat.operator;

import dev.parley.chat.account.Account;
import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.account.Accounts;
import dev.parley.chat.account.PasswordHash;
import dev.parley.chat.account.Secret;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.audit.Actor;
import dev.parley.chat.audit.AuditRecorder;
import dev.parley.chat.login.Authenticator;
import dev.parley.chat.name.Nick;
import dev.parley.chat.session.Session;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Changes the password of the account of a session. The old password is checked, throttled like a
 * guess; the account's other sessions end. Safe for use from any thread; does not block.
 */
public final class PasswordChange {

  private final Authenticator identities;
  private final IdentityPropagation bearers;
  private final AuditRecorder recorder;
  private final ReentrantLock accountTurn;

  public PasswordChange(
      Authenticator identities,
      IdentityPropagation bearers,
      AuditRecorder recorder,
      ReentrantLock accountTurn) {
    this.identities = identities;
    this.bearers = bearers;
    this.recorder = recorder;
    this.accountTurn = accountTurn;
  }

  /**
   * Changes the password: {@link dev.parley.chat.api.Reply.PasswordChanged} or a refusal, later.
   */
  public Reply change(Session session, Nick nick, Secret old, Secret password) {
    if (session.apiToken() != null) {
      return new Reply.Refused(
          Refusal.NOT_ALLOWED,
          "You are logged in with a token: log in with the password to change it.");
    }
    Account account = session.account();
    if (account == null) {
      return new Reply.Refused(
          Refusal.NOT_ALLOWED,
          "You are not logged in, so there is no password to change: /login NAME PASSWORD");
    }
    Reply.Refused unfit = identities.unfit(password);
    return unfit != null
        ? unfit
        : identities.later(
            () -> change(session, Actor.of(session, nick), account.name(), old, password));
  }

  private Reply change(Session session, Actor by, Nick name, Secret old, Secret password) {
    AccountProfile proven = identities.prove(by.address(), name, old);
    if (proven == null) {
      return wrong();
    }
    Accounts accounts = identities.accounts();
    PasswordHash hash = accounts.hash(password);
    accountTurn.lock();
    try {
      AccountProfile now = accounts.get(proven.id());
      if (now == null
          || now.disabled()
          || now.passwordVersion() != proven.passwordVersion()
          || !accounts.change(now, hash)) {
        return wrong();
      }
      recorder.put(by, "account.password", now.name().value(), "", null, null);
      return new Reply.PasswordChanged(bearers.end(now, session));
    } finally {
      accountTurn.unlock();
    }
  }

  private static Reply wrong() {
    return new Reply.Refused(
        Refusal.WRONG_CREDENTIALS,
        "That is not your password. One with spaces goes in quotes: /password \"OLD ONE\" NEW");
  }
}
