package dev.parley.chat.operator;

import dev.parley.chat.access.ServerAccess;
import dev.parley.chat.account.Identity;
import dev.parley.chat.account.Secret;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.login.LoginService;
import dev.parley.chat.name.Nick;
import dev.parley.chat.session.NickRegistry;
import dev.parley.chat.session.Session;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Registers accounts for sessions that have no name yet. The name has to be one that the session
 * may enter under, and that nobody uses. Safe for use from any thread; does not block.
 */
public final class EarlyRegistration {

  private final LoginService authenticator;
  private final NickRegistry names;
  private final ServerAccess access;
  private final IdentityPropagation propagation;
  private final ReentrantLock accountLock;
  private final Executor blocking;

  /**
   * @param accountLock serializes changes of accounts
   * @param blocking runs tasks that may block
   */
  public EarlyRegistration(
      LoginService authenticator,
      NickRegistry names,
      ServerAccess access,
      IdentityPropagation propagation,
      ReentrantLock accountLock,
      Executor blocking) {
    this.authenticator = authenticator;
    this.names = names;
    this.access = access;
    this.propagation = propagation;
    this.accountLock = accountLock;
    this.blocking = blocking;
  }

  /** Registers an account of a name, and returns its owner's identity or a refusal. */
  public CompletableFuture<Outcome<Identity>> register(
      Session session, String wanted, Secret password) {
    Nick name = Nick.parse(wanted);
    if (name == null) {
      return CompletableFuture.completedFuture(Outcome.refused(Refusal.MALFORMED_NAME, Nick.RULE));
    }
    Reply.Refused refused = refusal(session, name);
    return refused == null
        ? authenticator
            .register(session, name, password)
            .thenApplyAsync(made -> reserved(name, made), blocking)
        : CompletableFuture.completedFuture(new Outcome.Refused<>(refused));
  }

  private Reply.@Nullable Refused refusal(Session session, Nick name) {
    return names.holder(name) == null
        ? access.accessRefusal(session, name)
        : new Reply.Refused(Refusal.NAME_TAKEN, name + " is taken.");
  }

  /** Renames whoever has come by the name while it was registered. */
  private Outcome<Identity> reserved(Nick name, Outcome<Identity> made) {
    if (made instanceof Outcome.Ok) {
      accountLock.lock();
      try {
        propagation.nameReserved(name);
      } finally {
        accountLock.unlock();
      }
    }
    return made;
  }
}
