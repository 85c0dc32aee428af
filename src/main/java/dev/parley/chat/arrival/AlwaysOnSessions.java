package dev.parley.chat.arrival;

import dev.parley.chat.account.Account;
import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.account.AlwaysOnSettings;
import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Failures;
import dev.parley.chat.api.Scheduler;
import dev.parley.chat.login.LoginService;
import dev.parley.chat.peer.SessionStore;
import dev.parley.chat.peer.SessionStore.StoredSession;
import dev.parley.chat.session.NickRegistry;
import dev.parley.chat.session.Session;
import dev.parley.chat.session.SessionHandover;
import dev.parley.chat.session.SessionRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Holds the sessions of accounts that are always on while they have no connection, one for each
 * account. Safe for use from any thread.
 */
public final class AlwaysOnSessions {

  /** The away message of those who have none of their own. */
  static final String AWAY = "not connected; messages wait for a return";

  /** The time between two checks of what is to be stored, and who is away for too long. */
  private static final Duration CHECK = Duration.ofSeconds(10);

  /** The sessions by the ids of their accounts. */
  private final ConcurrentMap<String, Absent> absent = new ConcurrentHashMap<>();

  /** Guards what is stored; the last lock that is taken. */
  private final ReentrantLock lock = new ReentrantLock();

  private final Map<String, Saved> saved = new HashMap<>();

  private final AlwaysOnSettings settings;
  private final LoginService authenticator;
  private final NickRegistry names;
  private final SessionRegistry sessions;
  private final SessionStore store;
  private final Scheduler scheduler;
  private final Clock clock;
  private final ChatMetrics metrics;
  private boolean checking;
  private volatile Consumer<Session> onExpiry = session -> {};

  /** Represents a session without a connection. */
  private record Absent(Session session, Instant since) {}

  /** Represents a session as it is stored. */
  private record Saved(Session session, StoredSession state) {}

  public AlwaysOnSessions(
      LoginService authenticator,
      NickRegistry names,
      SessionRegistry sessions,
      SessionStore store,
      Scheduler scheduler,
      Clock clock,
      ChatMetrics metrics) {
    this.settings = authenticator.settings().alwaysOn();
    this.authenticator = authenticator;
    this.names = names;
    this.sessions = sessions;
    this.store = store;
    this.scheduler = scheduler;
    this.clock = clock;
    this.metrics = metrics;
  }

  /** Sets what ends a session that has been without a connection for too long. */
  void onExpiry(Consumer<Session> task) {
    onExpiry = task;
  }

  /** Returns whether a session stays after the end of its last connection. */
  boolean keeps(Session session, Disconnect.Reason reason) {
    return alwaysOnOwner(session) != null && isKept(reason);
  }

  /** Returns the account that a session stays for without a connection, or null. */
  private @Nullable AccountProfile alwaysOnOwner(Session session) {
    AccountProfile owner = owner(session);
    if (owner == null || !owner.alwaysOn() || !settings.enabled()) {
      return null;
    }
    Session kept = of(owner);
    boolean stays = kept == null ? isFirst(session, owner) : kept == session;
    return stays ? owner : null;
  }

  private static boolean isKept(Disconnect.Reason reason) {
    return switch (reason) {
      case QUIT, INTERRUPTED -> true;
      default -> Resumption.isResumable(reason);
    };
  }

  /** Returns the account whose owner has logged in to a session, not by a token; or null. */
  private @Nullable AccountProfile owner(Session session) {
    Account account = session.account();
    return account == null || session.apiToken() != null
        ? null
        : authenticator.accounts().find(account.name());
  }

  /** Returns whether no other session of the account goes by the account's name. */
  private boolean isFirst(Session session, AccountProfile owner) {
    Session holder = names.holder(owner.name());
    Account theirs = holder == null || holder.apiToken() != null ? null : holder.account();
    return holder == session || theirs == null || !theirs.name().equals(owner.name());
  }

  /**
   * Adds a session that has lost its last connection; returns false if there is one already, or the
   * account is always on no more.
   */
  boolean add(Session session) {
    AccountProfile owner = owner(session);
    Absent now = new Absent(session, clock.instant());
    if (owner == null || absent.putIfAbsent(owner.id(), now) != null) {
      return false;
    }
    // Checked afterwards: whoever changes an account looks afterwards for its session here.
    if (!isAlwaysOn(authenticator.accounts().get(owner.id()))) {
      absent.remove(owner.id(), now);
      return false;
    }
    sessions.addAbsent(session);
    save(session);
    checkLater();
    return true;
  }

  private static boolean isAlwaysOn(@Nullable AccountProfile owner) {
    return owner != null && owner.alwaysOn() && !owner.disabled();
  }

  /** Removes a session; returns whether it was there. */
  boolean remove(Session session) {
    sessions.removeAbsent(session);
    return session.isAbsent() && absent.values().removeIf(kept -> kept.session() == session);
  }

  /** Returns the session that waits for the owner of an account who has logged in, or null. */
  @Nullable Session waitingFor(Session loggedIn) {
    AccountProfile owner = owner(loggedIn);
    return owner == null ? null : of(owner);
  }

  /** Returns the session that waits for the owner of an account, or null. */
  @Nullable Session of(AccountProfile owner) {
    Absent kept = absent.get(owner.id());
    return kept == null ? null : kept.session();
  }

  /** Returns the sessions, in no order. */
  Collection<Session> all() {
    return absent.values().stream().map(Absent::session).toList();
  }

  // What outlasts a restart.

  /** Returns the stored sessions, none if no account can be always on. May block. */
  List<StoredSession> stored() {
    return settings.enabled() ? store.all() : List.of();
  }

  /** Returns the account of a stored session if it is always on, or null. */
  @Nullable Account account(StoredSession session) {
    AccountProfile owner = authenticator.accounts().get(session.account());
    return owner == null || !isAlwaysOn(owner) ? null : owner.account();
  }

  /** Adds a session that is made of a stored one. */
  void restored(Session session, StoredSession from) {
    Instant since = from.absentSince() == null ? clock.instant() : from.absentSince();
    absent.put(from.account(), new Absent(session, since));
    sessions.addAbsent(session);
    save(session);
    checkLater();
  }

  /**
   * Stores the state of a session, if it stays for its account without a connection, and the rooms
   * or anything else has changed. Does not block.
   */
  public void save(Session session) {
    if (!session.ended() || session.isAbsent()) {
      saveLast(session);
    }
  }

  /** Stores the state of a session that ends with the server, as {@link #save} does. */
  void saveLast(Session session) {
    AccountProfile owner = alwaysOnOwner(session);
    if (owner == null || session.nick() == null || session.isExpelled()) {
      return;
    }
    lock.lock();
    try {
      Absent kept = absent.get(owner.id());
      StoredSession now =
          new StoredSession(
              owner.id(), SessionHandover.describe(session), kept == null ? null : kept.since());
      Saved before = saved.put(owner.id(), new Saved(session, now));
      if (before == null || !now.equals(before.state())) {
        store.put(now);
      }
      checkLater();
    } finally {
      lock.unlock();
    }
  }

  /** Stores the state of all sessions that stay without a connection, where it has changed. */
  void saveAll() {
    forgetFormer();
    for (Session session : sessions.all()) {
      if (alwaysOnOwner(session) != null) {
        save(session);
        session.endpoint().reportShown(); // For the next time.
      }
    }
    all().forEach(this::save);
  }

  /** Deletes what is stored of a session that has ended for good. */
  void forget(Session session) {
    forgetIf(kept -> kept.session() == session);
  }

  /** Deletes what is stored of sessions that have left the account that they stayed for. */
  void forgetFormer() {
    forgetIf(kept -> {
      AccountProfile owner = owner(kept.session());
      return owner == null || !owner.id().equals(kept.state().account());
    });
  }

  private void forgetIf(Predicate<Saved> condition) {
    lock.lock();
    try {
      saved.values().stream()
          .filter(condition)
          .map(kept -> kept.state().account())
          .toList()
          .forEach(this::forget);
    } finally {
      lock.unlock();
    }
  }

  /** Deletes what is stored for an account. */
  void forget(String account) {
    lock.lock();
    try {
      saved.remove(account);
      store.remove(account);
    } finally {
      lock.unlock();
    }
  }

  /** Checks from time to time what has changed and who has expired, if there is anybody. */
  private void checkLater() {
    lock.lock();
    try {
      if (!checking && !(saved.isEmpty() && absent.isEmpty())) {
        checking = true;
        scheduler.after(CHECK, this::check);
      }
    } finally {
      lock.unlock();
    }
  }

  private void check() {
    try {
      expired().forEach(onExpiry);
      saveAll();
    } catch (RuntimeException failure) {
      Failures.report("Checking the sessions that are always on", failure, metrics);
    } finally {
      checkAgain();
    }
  }

  private void checkAgain() {
    lock.lock();
    try {
      checking = false;
      checkLater();
    } finally {
      lock.unlock();
    }
  }

  /** Returns the sessions that have been without a connection for too long. */
  private List<Session> expired() {
    Instant last = clock.instant().minus(settings.hold());
    return settings.hold().isZero()
        ? List.of()
        : absent.values().stream()
            .filter(kept -> kept.since().isBefore(last))
            .map(Absent::session)
            .toList();
  }
}
