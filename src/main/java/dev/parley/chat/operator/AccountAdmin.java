package dev.parley.chat.operator;

import dev.parley.chat.access.ActiveModeration;
import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.account.AccountSettings.Registration;
import dev.parley.chat.account.AlwaysOnSettings;
import dev.parley.chat.account.ApiToken;
import dev.parley.chat.account.Certificates;
import dev.parley.chat.account.Fingerprint;
import dev.parley.chat.account.PasswordHash;
import dev.parley.chat.account.Secret;
import dev.parley.chat.account.TokenScope;
import dev.parley.chat.account.Tokens;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.Outcome.Success;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.audit.Actor;
import dev.parley.chat.audit.AuditJson;
import dev.parley.chat.audit.AuditRecorder;
import dev.parley.chat.history.StoreUnavailableException;
import dev.parley.chat.login.LoginService;
import dev.parley.chat.name.Nick;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Administers accounts and tokens for an operator. Changes take effect on connected sessions at
 * once, and are recorded in the audit. Safe for use from any thread; methods that change something
 * may block, and throw {@link StoreUnavailableException} if the store does not work.
 */
public final class AccountAdmin {

  private static final Reply.Refused MALFORMED =
      new Reply.Refused(Refusal.MALFORMED_NAME, Nick.RULE);

  private final LoginService authenticator;
  private final ActiveModeration activeModeration;
  private final IdentityPropagation propagation;
  private final AuditRecorder recorder;

  /** Serializes changes; acquired before all other locks. */
  private final ReentrantLock lock;

  private final Actor actor;
  private final String reason;

  /**
   * Describes a change of an account; null keeps a property.
   *
   * @param name a new name
   * @param password a new password
   * @param alwaysOn whether its owner stays in the rooms without a connection
   */
  public record AccountChange(
      @Nullable String name,
      @Nullable Secret password,
      @Nullable Boolean admin,
      @Nullable Boolean disabled,
      @Nullable Boolean alwaysOn) {}

  /**
   * Creates an instance whose changes are recorded as the admin's.
   *
   * @param lock serializes changes of accounts
   */
  public AccountAdmin(
      LoginService authenticator,
      ActiveModeration activeModeration,
      IdentityPropagation propagation,
      AuditRecorder recorder,
      ReentrantLock lock) {
    this(authenticator, activeModeration, propagation, recorder, lock, Actor.admin(""), "");
  }

  private AccountAdmin(
      LoginService authenticator,
      ActiveModeration activeModeration,
      IdentityPropagation propagation,
      AuditRecorder recorder,
      ReentrantLock lock,
      Actor actor,
      String reason) {
    this.authenticator = authenticator;
    this.activeModeration = activeModeration;
    this.propagation = propagation;
    this.recorder = recorder;
    this.lock = lock;
    this.actor = actor;
    this.reason = reason;
  }

  /** Returns an instance whose changes are recorded under an actor and a reason. */
  public AccountAdmin as(Actor by, String why) {
    return new AccountAdmin(authenticator, activeModeration, propagation, recorder, lock, by, why);
  }

  /** Returns all accounts, in no order. */
  public Collection<AccountProfile> accounts() {
    return authenticator.accounts().all();
  }

  /** Returns all tokens, in no order. */
  public Collection<ApiToken> tokens() {
    return authenticator.tokens().all();
  }

  /** Returns up to which line an account's owner has read, by the epochs of rooms. May block. */
  public Map<String, Long> seen(AccountProfile account) {
    return authenticator.accounts().readMarkers().of(account.id());
  }

  /** Returns the account of a name, or null. */
  public @Nullable AccountProfile account(String name) {
    Nick nick = Nick.parse(name);
    return nick == null ? null : authenticator.accounts().find(nick);
  }

  /** Returns the account of an id, or null. */
  public @Nullable AccountProfile accountById(String id) {
    return authenticator.accounts().get(id);
  }

  /** Returns whether a name is reserved for someone other than an account or token. */
  public boolean isReservedForOther(String name, @Nullable Nick login) {
    Nick nick = Nick.parse(name);
    return nick != null
        && (authenticator.isServerName(nick)
            || (authenticator.hasOwner(nick) && !nick.equals(login)));
  }

  /** Creates an account and returns it, or a refusal. */
  public Outcome<AccountProfile> create(String name, Secret password, boolean admin) {
    if (authenticator.settings().registration() == Registration.OFF) {
      return Outcome.refused(Refusal.NOT_AVAILABLE, "No accounts are made on this server.");
    }
    Nick nick = Nick.parse(name);
    if (nick == null) {
      return new Outcome.Refused<>(MALFORMED);
    }
    Reply.Refused unfitName = authenticator.nameRefusal(nick);
    Reply.Refused unfit = unfitName == null ? authenticator.passwordRefusal(password) : unfitName;
    if (unfit != null) {
      return new Outcome.Refused<>(unfit);
    }
    if (authenticator.accounts().find(nick) != null) {
      return exists(nick);
    }
    PasswordHash hash = authenticator.accounts().hash(password);
    lock.lock();
    try {
      AccountProfile made =
          authenticator.isTokenName(nick)
              ? null
              : authenticator.accounts().create(nick, hash, admin);
      if (made == null) {
        return exists(nick);
      }
      record("account.create", nick, null, AuditJson.of(made));
      propagation.nameReserved(nick);
      return new Outcome.Ok<>(made);
    } finally {
      lock.unlock();
    }
  }

  /** Changes an account and returns it, or a refusal. */
  public Outcome<AccountProfile> change(String name, AccountChange change) {
    Nick to = change.name() == null ? null : Nick.parse(change.name());
    Reply.Refused unfit =
        change.name() == null ? null : to == null ? MALFORMED : authenticator.nameRefusal(to);
    if (unfit == null && change.password() != null) {
      unfit = authenticator.passwordRefusal(change.password());
    }
    if (unfit != null) {
      return new Outcome.Refused<>(unfit);
    }
    if (account(name) == null) {
      return noSuchAccount();
    }
    PasswordHash hash =
        change.password() == null ? null : authenticator.accounts().hash(change.password());
    lock.lock();
    try {
      AccountProfile before = account(name);
      return before == null
          ? noSuchAccount()
          : change(
              before, before.with(to, change.admin(), change.disabled(), change.alwaysOn()), hash);
    } finally {
      lock.unlock();
    }
  }

  private Outcome<AccountProfile> change(
      AccountProfile before, AccountProfile now, @Nullable PasswordHash password) {
    Reply.Refused refused = alwaysOnRefusal(before, now);
    if (refused != null) {
      return new Outcome.Refused<>(refused);
    }
    boolean taken = !now.name().equals(before.name()) && authenticator.isTokenName(now.name());
    if (taken || !changed(before, now, password)) {
      return exists(now.name());
    }
    if (password != null) {
      record("account.password", now.name(), null, null);
      var _ = propagation.end(before, null);
    }
    if (!now.equals(before)) {
      record("account.change", before.name(), AuditJson.of(before), AuditJson.of(now));
    }
    propagation.accountChanged(before, now);
    return new Outcome.Ok<>(now);
  }

  private Reply.@Nullable Refused alwaysOnRefusal(AccountProfile before, AccountProfile now) {
    if (!now.alwaysOn() || before.alwaysOn()) {
      return null;
    }
    AlwaysOnSettings settings = authenticator.settings().alwaysOn();
    if (!settings.enabled()) {
      return new Reply.Refused(Refusal.NOT_AVAILABLE, "No account is always on here.");
    }
    long others = accounts().stream().filter(AccountProfile::alwaysOn).count();
    return settings.accounts() > 0 && others >= settings.accounts()
        ? new Reply.Refused(
            Refusal.TOO_MANY_ALWAYS_ON,
            "No more accounts can be always on: the limit is " + settings.accounts() + ".")
        : null;
  }

  private boolean changed(
      AccountProfile before, AccountProfile now, @Nullable PasswordHash password) {
    if (now.name().value().equals(before.name().value())) {
      return authenticator.accounts().change(now, password);
    }
    boolean renamed =
        activeModeration.rename(
            before.name(), now.name(), () -> authenticator.accounts().change(now, password));
    if (renamed) {
      propagation.nameReserved(now.name());
    }
    return renamed;
  }

  /** Deletes an account with its tokens. */
  public Outcome<Success> delete(String name) {
    lock.lock();
    try {
      AccountProfile profile = account(name);
      if (profile == null
          || !activeModeration.delete(
              profile.name(), () -> authenticator.accounts().delete(profile.id()))) {
        return noSuchAccount();
      }
      authenticator.tokens().all().stream()
          .filter(token -> profile.id().equals(token.account()))
          .forEach(token -> authenticator.tokens().revoke(token.id()));
      record("account.delete", profile.name(), AuditJson.of(profile), null);
      propagation.accountDeleted(profile);
      return Outcome.success();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the certificates of an account, the oldest first. */
  public Outcome<List<Fingerprint>> certificates(String name) {
    AccountProfile owner = account(name);
    return owner == null
        ? noSuchAccount()
        : new Outcome.Ok<>(authenticator.accounts().certificates().of(owner.id()));
  }

  /** Adds a certificate to an account, and returns those that it has now, or a refusal. */
  public Outcome<List<Fingerprint>> addCertificate(String name, String fingerprint) {
    int most = authenticator.settings().certificates();
    return changeCertificate(
        name,
        fingerprint,
        (store, owner, certificate) ->
            switch (store.add(owner.id(), certificate, most)) {
              case ADDED -> {
                String added = AuditJson.of(certificate);
                record("account.certificate.add", owner.name(), null, added);
                yield null;
              }
              case TAKEN ->
                  new Reply.Refused(
                      Refusal.CERTIFICATE_EXISTS,
                      "That certificate belongs to an account already.");
              case FULL ->
                  new Reply.Refused(
                      Refusal.TOO_MANY_CERTIFICATES,
                      "An account has at most " + most + " certificates.");
            });
  }

  /** Removes a certificate from an account, and returns those that are left, or a refusal. */
  public Outcome<List<Fingerprint>> removeCertificate(String name, String fingerprint) {
    return changeCertificate(
        name,
        fingerprint,
        (store, owner, certificate) -> {
          if (!store.remove(owner.id(), certificate)) {
            return new Reply.Refused(
                Refusal.NO_SUCH_CERTIFICATE, "The account has no such certificate.");
          }
          record("account.certificate.remove", owner.name(), AuditJson.of(certificate), null);
          return null;
        });
  }

  /** Changes one certificate of an account; returns the refusal, or null. */
  @FunctionalInterface
  private interface CertificateChange {
    Reply.@Nullable Refused apply(
        Certificates store, AccountProfile owner, Fingerprint certificate);
  }

  private Outcome<List<Fingerprint>> changeCertificate(
      String name, String fingerprint, CertificateChange change) {
    Fingerprint certificate = Fingerprint.parse(fingerprint);
    if (certificate == null) {
      return Outcome.refused(Refusal.INVALID_VALUE, Fingerprint.RULE);
    }
    lock.lock();
    try {
      AccountProfile owner = account(name);
      if (owner == null) {
        return noSuchAccount();
      }
      Certificates store = authenticator.accounts().certificates();
      Reply.Refused refused = change.apply(store, owner, certificate);
      return refused == null
          ? new Outcome.Ok<>(store.of(owner.id()))
          : new Outcome.Refused<>(refused);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Creates a token and returns it with its secret, or a refusal.
   *
   * @param account the name of its account, null for a token without an account
   */
  public Outcome<Tokens.Issued> issue(
      String name, Set<TokenScope> scopes, @Nullable String account, @Nullable Instant expiresAt) {
    Nick nick = Nick.parse(name);
    AccountProfile owner = account == null ? null : account(account);
    if (nick == null) {
      return new Outcome.Refused<>(MALFORMED);
    }
    Reply.Refused unfit = authenticator.nameRefusal(nick);
    if (unfit != null) {
      return new Outcome.Refused<>(unfit);
    }
    if (account != null && owner == null) {
      return noSuchAccount();
    }
    lock.lock();
    try {
      if (owner == null && authenticator.accounts().find(nick) != null) {
        return exists(nick);
      }
      Tokens.Issued issued =
          authenticator.tokens().issue(nick, scopes, owner == null ? null : owner.id(), expiresAt);
      if (issued == null) {
        return Outcome.refused(Refusal.TOKEN_EXISTS, "There is a token " + nick + " already.");
      }
      record("token.create", nick, null, AuditJson.of(issued.token(), owner));
      if (owner == null) {
        propagation.nameReserved(nick);
      }
      return new Outcome.Ok<>(issued);
    } finally {
      lock.unlock();
    }
  }

  /** Deletes a token; sessions that are logged in with it become guests. */
  public Outcome<Success> revoke(String id) {
    lock.lock();
    try {
      ApiToken token = authenticator.tokens().get(id);
      if (token == null || !authenticator.tokens().revoke(id)) {
        return Outcome.refused(Refusal.NO_SUCH_TOKEN, "There is no such token.");
      }
      record("token.delete", token.name(), AuditJson.of(token, ownerOf(token)), null);
      propagation.tokenRevoked(token);
      return Outcome.success();
    } finally {
      lock.unlock();
    }
  }

  private @Nullable AccountProfile ownerOf(ApiToken token) {
    return token.account() == null ? null : accountById(token.account());
  }

  private void record(
      String action, Nick subject, @Nullable String before, @Nullable String after) {
    recorder.put(actor, action, subject.value(), reason, before, after);
  }

  private static <T> Outcome<T> exists(Nick name) {
    return Outcome.refused(
        Refusal.ACCOUNT_EXISTS, "There is an account or a token " + name + " already.");
  }

  private static <T> Outcome<T> noSuchAccount() {
    return Outcome.refused(Refusal.NO_SUCH_ACCOUNT, "There is no such account.");
  }
}
