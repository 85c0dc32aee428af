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
import dev.parley.chat.login.LoginService;
import dev.parley.chat.name.Nick;
import dev.parley.chat.session.Session;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Changes the password of the account of a session. The old password is checked, throttled like a
 * guess; the account's other sessions end. Safe for use from any thread; does not block.
 */
public final class PasswordChange {

  private final LoginService authenticator;
  private final IdentityPropagation propagation;
  private final AuditRecorder recorder;
  private final ReentrantLock accountLock;

  public PasswordChange(
      LoginService authenticator,
      IdentityPropagation propagation,
      AuditRecorder recorder,
      ReentrantLock accountLock) {
    this.authenticator = authenticator;
    this.propagation = propagation;
    this.recorder = recorder;
    this.accountLock = accountLock;
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
    Reply.Refused unfit = authenticator.passwordRefusal(password);
    return unfit != null
        ? unfit
        : authenticator.runLater(
            () -> change(session, Actor.of(session, nick), account.name(), old, password));
  }

  private Reply change(Session session, Actor by, Nick name, Secret old, Secret password) {
    AccountProfile proven = authenticator.verify(by.address(), name, old);
    if (proven == null) {
      return wrong();
    }
    Accounts accounts = authenticator.accounts();
    PasswordHash hash = accounts.hash(password);
    accountLock.lock();
    try {
      AccountProfile now = accounts.get(proven.id());
      if (now == null
          || now.disabled()
          || now.passwordVersion() != proven.passwordVersion()
          || !accounts.change(now, hash)) {
        return wrong();
      }
      recorder.put(by, "account.password", now.name().value(), "", null, null);
      return new Reply.PasswordChanged(propagation.end(now, session));
    } finally {
      accountLock.unlock();
    }
  }

  private static Reply wrong() {
    return new Reply.Refused(
        Refusal.WRONG_CREDENTIALS,
        "That is not your password. One with spaces goes in quotes: /password \"OLD ONE\" NEW");
  }
}
