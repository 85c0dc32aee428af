package dev.parley.http.security;

import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.account.Secret;
import dev.parley.chat.login.LoginService;
import dev.parley.chat.name.Text;
import dev.parley.chat.operator.AccountAdmin;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;

/**
 * Holds the sessions of browsers in the console, in memory. A browser knows its session by a random
 * secret, of which only the SHA-256 is kept here. Safe for use from any thread; does not block.
 */
public final class ConsoleSessions {

  private static final int SECRET_BYTES = 32;
  private static final int MAX_USER_AGENT = 200;

  /**
   * Holds a new session and its secret.
   *
   * @param secret the value of the browser's cookie, which is not kept
   */
  public record Opened(ConsoleSession session, Secret secret) {}

  private final SecureRandom random = new SecureRandom();
  private final Clock clock;
  private final ConsoleSession.Lifetime lifetime;
  private final int limit;
  private final LoginService authenticator;
  private final AccountAdmin accountAdmin;
  private final ReentrantLock lock = new ReentrantLock();
  private final Map<String, ConsoleSession> byHash = new HashMap<>();

  /**
   * Creates a holder without sessions.
   *
   * @param idle the time without a request after which a session ends
   * @param age the time after which a session ends in any case
   * @param limit the greatest number of sessions; beyond it the caller's own session ends that was
   *     unused longest, or the one of all if the caller has none
   */
  public ConsoleSessions(
      Clock clock,
      Duration idle,
      Duration age,
      int limit,
      LoginService authenticator,
      AccountAdmin accountAdmin) {
    this.clock = clock;
    this.lifetime = new ConsoleSession.Lifetime(idle, age);
    this.limit = limit;
    this.authenticator = authenticator;
    this.accountAdmin = accountAdmin;
  }

  /** Opens a session for a caller who has been authenticated. */
  Opened open(Authentication caller, String address, @Nullable String userAgent) {
    byte[] bytes = new byte[SECRET_BYTES];
    random.nextBytes(bytes);
    String secret = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    ConsoleSession session =
        new ConsoleSession(clock, lifetime, caller, address, shortened(userAgent));
    lock.lock();
    try {
      endInvalid();
      if (byHash.size() >= limit) {
        makeRoom(owner(caller));
      }
      byHash.put(new Secret(secret).hash(), session);
    } finally {
      lock.unlock();
    }
    return new Opened(session, new Secret(secret));
  }

  private static String shortened(@Nullable String userAgent) {
    String clean = userAgent == null ? "" : Text.cleanLine(userAgent);
    return clean.substring(0, Math.min(clean.length(), MAX_USER_AGENT));
  }

  private void makeRoom(String owner) {
    byHash.values().stream()
        .min(
            Comparator.comparing((ConsoleSession session) -> !isOwn(session, owner))
                .thenComparing(ConsoleSession::lastUsedAt))
        .ifPresent(unused -> endWhere(session -> session == unused));
  }

  /**
   * Returns the session of a secret, with its caller as of now, and renews its idle time; null if
   * there is none, or it has ended.
   */
  @Nullable ConsoleSession use(String secret) {
    String hash = new Secret(secret).hash();
    lock.lock();
    try {
      ConsoleSession session = byHash.get(hash);
      Authentication caller = session == null ? null : currentCaller(session);
      if (session == null) {
        return null;
      }
      if (caller == null) {
        session.end();
        byHash.remove(hash);
        return null;
      }
      session.used(caller);
      return session;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the caller of a session as of now, or null if the session has ended. */
  private @Nullable Authentication currentCaller(ConsoleSession session) {
    if (!session.isOpen()) {
      return null;
    }
    return switch (session.caller()) {
      case AccountCaller account -> {
        AccountProfile now = account.current(accountAdmin);
        yield now == null ? null : new AccountCaller(now);
      }
      case Caller token -> token.isStillValid(authenticator) ? token.current(accountAdmin) : null;
      case Authentication admin -> admin;
    };
  }

  /** Returns the sessions, in no order. */
  public List<ConsoleSession> all() {
    lock.lock();
    try {
      endInvalid();
      return List.copyOf(byHash.values());
    } finally {
      lock.unlock();
    }
  }

  /**
   * Ends the sessions whose caller is not good any more. Called after a change of accounts as well,
   * so that a session does not come back when the change is undone.
   */
  public void endInvalid() {
    endWhere(session -> currentCaller(session) == null);
  }

  /** Ends a session; returns whether it was open. */
  public boolean end(ConsoleSession session) {
    return endWhere(open -> open == session) > 0;
  }

  /** Ends all sessions of a caller; returns their number. */
  public int endAllOf(Authentication caller) {
    String owner = owner(caller);
    return endWhere(session -> isOwn(session, owner));
  }

  private int endWhere(Predicate<ConsoleSession> condition) {
    lock.lock();
    try {
      List<ConsoleSession> ended = byHash.values().stream().filter(condition).toList();
      ended.forEach(ConsoleSession::end);
      byHash.values().removeAll(ended);
      return ended.size();
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether a session is of the same admin, account or token as a caller. */
  public static boolean isOf(ConsoleSession session, Authentication caller) {
    return isOwn(session, owner(caller));
  }

  private static boolean isOwn(ConsoleSession session, String owner) {
    return owner(session.caller()).equals(owner);
  }

  private static String owner(Authentication caller) {
    return switch (caller) {
      case AccountCaller account -> "account " + account.account().id();
      case Caller token -> "token " + token.id();
      case Authentication admin -> admin.getName();
    };
  }
}
