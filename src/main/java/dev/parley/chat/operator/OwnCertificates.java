package dev.parley.chat.operator;

import dev.parley.chat.account.Account;
import dev.parley.chat.account.Fingerprint;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.audit.Actor;
import dev.parley.chat.login.LoginService;
import dev.parley.chat.name.Nick;
import dev.parley.chat.session.Session;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lets the owner of an account list and change the certificates by which it is logged in to. Safe
 * for use from any thread; does not block.
 */
public final class OwnCertificates {

  private final LoginService authenticator;
  private final AccountAdmin accountAdmin;

  public OwnCertificates(LoginService authenticator, AccountAdmin accountAdmin) {
    this.authenticator = authenticator;
    this.accountAdmin = accountAdmin;
  }

  /** Carries out a command: {@link Reply.CertificateList} or a refusal, later. */
  public Reply handle(Session session, Nick nick, Command.OfCertificates command) {
    if (session.apiToken() != null) {
      return new Reply.Refused(
          Refusal.NOT_ALLOWED,
          "You are logged in with a token: log in with the password to see certificates.");
    }
    Account account = session.account();
    if (account == null) {
      return new Reply.Refused(
          Refusal.NOT_ALLOWED,
          "You are not logged in, so there are no certificates: /login NAME PASSWORD");
    }
    AccountAdmin own = accountAdmin.as(Actor.of(session, nick), "");
    String name = account.name().value();
    return authenticator.runLater(() ->
        switch (carriedOut(own, name, session.endpoint().certificate(), command)) {
          case Outcome.Ok(List<Fingerprint> now) -> new Reply.CertificateList(account.name(), now);
          case Outcome.Refused(Reply.Refused refused) -> refused;
        });
  }

  private static Outcome<List<Fingerprint>> carriedOut(
      AccountAdmin own, String name, @Nullable Fingerprint shown, Command.OfCertificates command) {
    return switch (command) {
      case Command.ListCertificates _ -> own.certificates(name);
      case Command.RemoveCertificate(String typed) -> own.removeCertificate(name, typed);
      case Command.AddCertificate(String typed) when !typed.isEmpty() ->
          own.addCertificate(name, typed);
      case Command.AddCertificate _ ->
          shown == null
              ? Outcome.refused(
                  Refusal.MISSING_ARGUMENT, "Your connection shows no certificate: which one?")
              : own.addCertificate(name, shown.value());
    };
  }
}
