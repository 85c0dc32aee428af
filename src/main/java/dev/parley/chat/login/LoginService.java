package dev.parley.chat.login;

import dev.parley.chat.account.Account;
import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.account.AccountSettings;
import dev.parley.chat.account.AccountSettings.Registration;
import dev.parley.chat.account.AccountSettings.Reservation;
import dev.parley.chat.account.Accounts;
import dev.parley.chat.account.ApiToken;
import dev.parley.chat.account.Fingerprint;
import dev.parley.chat.account.Identity;
import dev.parley.chat.account.PasswordQueueFullException;
import dev.parley.chat.account.ScramExchange;
import dev.parley.chat.account.Secret;
import dev.parley.chat.account.TokenScope;
import dev.parley.chat.account.Tokens;
import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.Failures;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.audit.Actor;
import dev.parley.chat.audit.Audit;
import dev.parley.chat.audit.AuditJson;
import dev.parley.chat.audit.AuditRecorder;
import dev.parley.chat.name.Nick;
import dev.parley.chat.session.Session;
import java.time.Clock;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Authenticates people, registers accounts, and decides whom a name is reserved for. Passwords are
 * checked on threads that may block, limited by {@link LoginThrottle}. The result is an {@link
 * dev.parley.chat.account.Identity}, which is applied to the session on the thread of its
 * connection. Safe for use from any thread.
 */
public final class LoginService {

  /** The form of generated guest names, which nobody can register. */
  private static final Pattern GUEST_NAME = Pattern.compile("(?i)guest-[0-9]+");

  /** The name of the administrator of the HTTP API. */
  private static final Nick ADMIN = new Nick("admin");

  /** The names to which people in IRC send passwords. */
  private static final Set<Nick> SERVICES = Set.of(new Nick("NickServ"), new Nick("ChanServ"));

  private final AccountSettings settings;
  private final @Nullable Nick server;
  private final Accounts accounts;
  private final Tokens tokens;
  private final LoginThrottle throttle;
  private final AuditRecorder recorder;
  private final ChatMetrics metrics;
  private final Clock clock;
  private final Executor blocking;

  /**
   * @param serverName the name of the server
   * @param blocking runs tasks that may block
   */
  public LoginService(
      AccountSettings settings,
      String serverName,
      Accounts accounts,
      Tokens tokens,
      LoginThrottle throttle,
      Audit audit,
      ChatMetrics metrics,
      Clock clock,
      Executor blocking) {
    this.settings = settings;
    this.server = Nick.parse(serverName);
    this.accounts = accounts;
    this.tokens = tokens;
    this.throttle = throttle;
    this.recorder = new AuditRecorder(audit, clock);
    this.metrics = metrics;
    this.clock = clock;
    this.blocking = blocking;
  }

  public AccountSettings settings() {
    return settings;
  }

  public Accounts accounts() {
    return accounts;
  }

  public Tokens tokens() {
    return tokens;
  }

  /**
   * Returns whether a name is reserved for someone other than a session: for the server, or for the
   * owner of an account.
   */
  public boolean isReserved(Nick nick, Session session) {
    return isServerName(nick) || (hasOwner(nick) && !nick.equals(session.login()));
  }

  /** Returns whether a name is the server's, the administrator's or that of a service of IRC. */
  public boolean isServerName(Nick nick) {
    return nick.equals(server) || nick.equals(ADMIN) || SERVICES.contains(nick);
  }

  /** Returns whether a name is reserved for an account, or for a token without an account. */
  public boolean hasOwner(Nick nick) {
    return settings.reservation() == Reservation.STRICT
        && (accounts.find(nick) != null || isTokenName(nick));
  }

  /** Returns whether a token without an account has the name. */
  public boolean isTokenName(Nick nick) {
    ApiToken token = tokens.named(nick);
    return token != null && token.account() == null;
  }

  /** Returns the refusal of a name for an account or a token, or null if it is allowed. */
  public Reply.@Nullable Refused nameRefusal(Nick name) {
    if (GUEST_NAME.matcher(name.value()).matches()) {
      return new Reply.Refused(
          Refusal.NAME_RESERVED, name + " is a guest's name. Choose another first: /nick NAME");
    }
    return isServerName(name)
        ? new Reply.Refused(Refusal.NAME_RESERVED, name + " is the server's own name.")
        : null;
  }

  /** Returns the refusal of a new password, or null if it is allowed. */
  public Reply.@Nullable Refused passwordRefusal(Secret password) {
    String why = password.violation(settings.passwordMinLength());
    return why == null ? null : new Reply.Refused(Refusal.UNFIT_PASSWORD, why);
  }

  /** Authenticates a person by name and password. Does not block. */
  public CompletableFuture<Outcome<Identity>> login(Session session, String name, Secret password) {
    Nick nick = Nick.parse(name);
    return nick == null
        ? CompletableFuture.completedFuture(new Outcome.Refused<>(wrongPassword()))
        : proofLater(() -> proven(address(session), nick, password));
  }

  private Outcome<Identity> proven(String address, Nick name, Secret password) {
    return identified(verify(address, name, password));
  }

  private static Outcome<Identity> identified(@Nullable AccountProfile profile) {
    if (profile == null) {
      return new Outcome.Refused<>(wrongPassword());
    }
    return profile.disabled()
        ? new Outcome.Refused<>(
            new Reply.Refused(
                Refusal.ACCOUNT_DISABLED, "The account " + profile.name() + " is disabled."))
        : new Outcome.Ok<>(new Identity(profile, null, false));
  }

  /**
   * Answers a message of an authentication by SCRAM with the server's next message or a refusal,
   * later. A wrong proof counts as a wrong guess. Does not block.
   *
   * @param exchange one that is not at its confirmation yet
   */
  public Reply challenge(Session session, ScramExchange exchange, String message) {
    if (exchange.next() == ScramExchange.Step.PROOF) {
      return runLater(() -> signed(address(session), exchange, message));
    }
    Nick name = exchange.begin(message) ? Nick.parse(exchange.name()) : null;
    return name == null
        ? wrongPassword()
        : runLater(
            () -> new Reply.Challenged(exchange.challenge(name, accounts.scramVerifier(name))));
  }

  private Reply signed(String address, ScramExchange exchange, String message) {
    AtomicReference<@Nullable AccountProfile> proven = new AtomicReference<>();
    AtomicReference<@Nullable String> signature = new AtomicReference<>();
    var _ =
        throttle.check(
            address,
            exchange.nick(),
            () -> {
              signature.set(exchange.prove(message));
              if (signature.get() != null) {
                proven.set(accounts.login(exchange.nick(), exchange.verifier()));
              }
              return proven.get() != null;
            });
    return switch (identified(proven.get())) {
      case Outcome.Refused(Reply.Refused refused) -> refused;
      case Outcome.Ok(Identity identity) -> {
        exchange.proved(identity);
        yield new Reply.Challenged(Objects.requireNonNull(signature.get()));
      }
    };
  }

  /** Returns what an exchange has proved, once the client confirms it by an empty message. */
  public static Outcome<Identity> confirmed(ScramExchange exchange, String message) {
    return message.isEmpty()
        ? new Outcome.Ok<>(exchange.identity())
        : new Outcome.Refused<>(wrongPassword());
  }

  /**
   * Returns the account of a name if the password is right, otherwise null; it may be disabled. May
   * block.
   *
   * @param address the address that the guess comes from
   * @throws TooManyGuessesException if too many guesses from that address are waiting
   * @throws PasswordQueueFullException if too many passwords are waiting to be hashed
   */
  public @Nullable AccountProfile verify(String address, Nick name, Secret password) {
    AtomicReference<@Nullable AccountProfile> proven = new AtomicReference<>();
    boolean right =
        throttle.check(
            address,
            name,
            () -> {
              proven.set(accounts.login(name, password));
              return proven.get() != null;
            });
    return right ? proven.get() : null;
  }

  /**
   * Authenticates a person by the certificate of the connection. One that belongs to no account
   * counts as a wrong guess. Does not block.
   *
   * @param name the name that the account has to have, empty for any
   */
  public CompletableFuture<Outcome<Identity>> loginByCertificate(Session session, String name) {
    Fingerprint certificate = session.endpoint().certificate();
    Nick nick = Nick.parse(name);
    if (certificate == null) {
      return CompletableFuture.completedFuture(
          Outcome.refused(Refusal.MISSING_ARGUMENT, "Usage: /login NAME PASSWORD"));
    }
    return nick == null && !name.isEmpty()
        ? CompletableFuture.completedFuture(new Outcome.Refused<>(wrongPassword()))
        : proofLater(() -> shown(address(session), nick, certificate));
  }

  private Outcome<Identity> shown(String address, @Nullable Nick name, Fingerprint certificate) {
    AccountProfile owner = accounts.login(name, certificate);
    if (owner == null) {
      var _ = throttle.check(address, () -> false);
      return Outcome.refused(
          Refusal.WRONG_CREDENTIALS,
          "Your certificate "
              + certificate
              + " belongs to no account. To add it, log in and then: /cert add");
    }
    return identified(owner);
  }

  /** Authenticates a program by its token. Does not block. */
  public Outcome<Identity> login(Secret secret) {
    ApiToken token = findValid(secret);
    if (token == null) {
      return new Outcome.Refused<>(wrongToken());
    }
    AccountProfile profile = token.account() == null ? null : accounts.get(token.account());
    return new Outcome.Ok<>(new Identity(profile, token, false));
  }

  /** Returns the login name of an actor; for a token, the name of its account if it has one. */
  @Nullable
  public Nick login(Actor actor) {
    Nick name = Nick.parse(actor.name());
    ApiToken token = actor.kind() != Actor.Kind.TOKEN || name == null ? null : tokens.named(name);
    AccountProfile owner =
        token == null || token.account() == null ? null : accounts.get(token.account());
    return owner == null ? name : owner.name();
  }

  /** Returns the token if it is valid now, and records its use; otherwise null. Does not block. */
  public @Nullable ApiToken findValid(Secret secret) {
    ApiToken token = tokens.find(secret);
    if (token == null || !isValid(token)) {
      return null;
    }
    tokens.used(token);
    return token;
  }

  /** Returns whether a token that was valid is still valid. Does not block. */
  public boolean isStillValid(ApiToken token) {
    return tokens.get(token.id()) != null && isValid(token);
  }

  /** Returns whether the account and the token of a session still exist and are valid. */
  public boolean isCurrent(Session session) {
    Account account = session.account();
    ApiToken token = session.apiToken();
    AccountProfile profile = account == null ? null : accounts.find(account.name());
    return (account == null || (profile != null && !profile.disabled()))
        && (token == null || isStillValid(token));
  }

  private boolean isValid(ApiToken token) {
    AccountProfile owner = token.account() == null ? null : accounts.get(token.account());
    return !token.isExpired(clock.instant())
        && (token.account() == null || (owner != null && !owner.disabled()));
  }

  /** Registers an account for the session's current name. Does not block. */
  public CompletableFuture<Outcome<Identity>> register(
      Session session, Nick nick, Secret password) {
    Reply.Refused refused = registrationRefusal(session, nick, password);
    return refused == null
        ? proofLater(() -> make(session, nick, password))
        : CompletableFuture.completedFuture(new Outcome.Refused<>(refused));
  }

  private Reply.@Nullable Refused registrationRefusal(Session session, Nick nick, Secret password) {
    if (settings.registration() != Registration.OPEN) {
      return new Reply.Refused(
          Refusal.NOT_AVAILABLE,
          settings.registration() == Registration.ADMIN
              ? "Accounts are made by those who run this server."
              : "No accounts are made on this server.");
    }
    Nick login = session.login();
    if (login != null) {
      return new Reply.Refused(Refusal.ALREADY_DONE, "You are logged in as " + login + ".");
    }
    Reply.Refused unfitName = nameRefusal(nick);
    Reply.Refused unfit = unfitName == null ? passwordRefusal(password) : unfitName;
    return unfit == null && isTaken(nick) ? registered(nick) : unfit;
  }

  private boolean isTaken(Nick nick) {
    return accounts.find(nick) != null || isTokenName(nick);
  }

  /** Creates an account, throttled like a wrong guess to prevent mass registration. */
  private Outcome<Identity> make(Session session, Nick nick, Secret password) {
    AtomicReference<@Nullable AccountProfile> made = new AtomicReference<>();
    var _ =
        throttle.check(
            address(session),
            () -> {
              made.set(accounts.create(nick, password, false));
              return false;
            });
    AccountProfile profile = made.get();
    if (profile == null) {
      return new Outcome.Refused<>(registered(nick));
    }
    Actor by = Actor.of(session, nick);
    recorder.put(by, "account.register", nick.value(), "", null, AuditJson.of(profile));
    return new Outcome.Ok<>(new Identity(profile, null, true));
  }

  private static String address(Session session) {
    return session.endpoint().remoteAddress();
  }

  /** Returns the refusal of a name that has an account. */
  public static Reply.Refused registered(Nick nick) {
    return new Reply.Refused(
        Refusal.NAME_RESERVED,
        nick + " is registered. If it is yours: /login " + nick + " PASSWORD");
  }

  /**
   * Returns the current state of an identity, or null if its proof is out of date. Called with the
   * session's identity lock held, so that no concurrent change of the account is missed.
   */
  @Nullable
  public Identity refreshed(Identity identity) {
    ApiToken token = identity.token();
    AccountProfile before = identity.profile();
    AccountProfile now = before == null ? null : accounts.get(before.id());
    boolean gone = before != null && (now == null || now.disabled());
    boolean old =
        token == null
            && before != null
            && now != null
            && now.passwordVersion() != before.passwordVersion();
    boolean revoked = token != null && !isStillValid(token);
    return gone || old || revoked ? null : new Identity(now, token, identity.registered());
  }

  /** Returns the refusal of an action for lack of a token's scope, or null if it is allowed. */
  public Reply.@Nullable Refused scopeRefusal(Session session, TokenScope scope, String purpose) {
    ApiToken token = session.apiToken();
    if (token == null) {
      return null;
    }
    if (token.isExpired(clock.instant())) {
      return new Reply.Refused(Refusal.MISSING_SCOPE, "Your token has expired.");
    }
    return token.scopes().contains(scope)
        ? null
        : new Reply.Refused(
            Refusal.MISSING_SCOPE,
            "Your token is not for " + purpose + ": it lacks the scope " + scope.code() + ".");
  }

  /** Returns the refusal of a wrong name or password; it does not reveal which of the two. */
  public static Reply.Refused wrongPassword() {
    return new Reply.Refused(Refusal.WRONG_CREDENTIALS, "Wrong name or password.");
  }

  /** Returns the refusal of an unknown or expired token. */
  static Reply.Refused wrongToken() {
    return new Reply.Refused(
        Refusal.WRONG_CREDENTIALS, "That token is not known, or its time is over.");
  }

  /** Runs a task that may block; an exception becomes a refusal. */
  public Reply runLater(Supplier<Reply> work) {
    return new Reply.Deferred(
        CompletableFuture.supplyAsync(work, blocking).exceptionally(this::failed));
  }

  private CompletableFuture<Outcome<Identity>> proofLater(Supplier<Outcome<Identity>> work) {
    return CompletableFuture.supplyAsync(work, blocking)
        .exceptionally(failure -> new Outcome.Refused<>(failed(failure)));
  }

  private Reply.Refused failed(Throwable failure) {
    Throwable cause = Failures.cause(failure);
    if (cause instanceof TooManyGuessesException tooMany) {
      return new Reply.Refused(
          Refusal.TOO_MANY_GUESSES,
          "Too many attempts from your address. Try again in "
              + tooMany.retryAfter().toSeconds()
              + " s.");
    }
    if (cause instanceof PasswordQueueFullException busy) {
      return new Reply.Refused(Refusal.SERVER_BUSY, String.valueOf(busy.getMessage()));
    }
    return Failures.refusal("A change or a check of an account", failure, metrics);
  }
}
