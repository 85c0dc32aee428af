package dev.parley.chat.operator;

import dev.parley.chat.account.Account;
import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.account.ApiToken;
import dev.parley.chat.api.Cause;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.chat.arrival.ArrivalService;
import dev.parley.chat.arrival.DepartureService;
import dev.parley.chat.arrival.Enforcement;
import dev.parley.chat.login.LoginService;
import dev.parley.chat.name.Nick;
import dev.parley.chat.peer.PeerMessage;
import dev.parley.chat.peer.PeerNetwork;
import dev.parley.chat.session.NickRegistry;
import dev.parley.chat.session.Participants;
import dev.parley.chat.session.Session;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Updates the sessions of a name, an account or a token when it changes or is removed. Called after
 * the change, with the lock of {@link AccountAdmin} held.
 */
public final class IdentityPropagation {

  private final LoginService authenticator;
  private final NickRegistry names;
  private final Participants participants;
  private final ArrivalService arrivals;
  private final DepartureService departures;
  private final Enforcement enforcement;
  private final PeerNetwork network;
  private final Clock clock;

  public IdentityPropagation(
      LoginService authenticator,
      NickRegistry names,
      Participants participants,
      ArrivalService arrivals,
      DepartureService departures,
      Enforcement enforcement,
      PeerNetwork network,
      Clock clock) {
    this.authenticator = authenticator;
    this.names = names;
    this.participants = participants;
    this.arrivals = arrivals;
    this.departures = departures;
    this.enforcement = enforcement;
    this.network = network;
    this.clock = clock;
  }

  /** Renames the users of a newly reserved name who are not its owner. */
  void nameReserved(Nick name) {
    network.announce(() -> new PeerMessage.NameReserved(name));
    learnReservation(name);
  }

  private void learnReservation(Nick name) {
    Session holder = names.holder(name);
    if (holder != null && !holder.isRemote()) {
      withIdentityLock(holder, () -> renameIfReserved(holder, name + " is registered now"));
    }
  }

  /** Applies a change that another server has made, on the sessions here. May block. */
  public void learn(PeerMessage.IdentityChange change) {
    switch (change) {
      case PeerMessage.NameReserved(Nick name) -> learnReservation(name);
      case PeerMessage.AccountChanged(AccountProfile before, AccountProfile now) -> {
        if (!now.name().equals(before.name())) {
          learnReservation(now.name());
        }
        learnChange(before, now);
      }
      case PeerMessage.PasswordChanged(AccountProfile account, String except) -> {
        var _ =
            endLocally(
                account,
                session -> session.participant().id().equals(except),
                except == null ? Cause.API : Cause.COMMAND);
      }
      case PeerMessage.AccountDeleted(AccountProfile account) -> learnDeletion(account);
      case PeerMessage.TokenRevoked(ApiToken token) -> learnRevocation(token);
    }
  }

  /**
   * Makes the sessions here whose account or token is gone guests, as changes of other servers may
   * have been missed. May block.
   */
  public void reviewAll() {
    eachKnown(session -> {
      if (!authenticator.isCurrent(session)) {
        makeGuest(session, "Your account or token has changed: you are logged out.");
      }
    });
  }

  /** Updates the sessions of a changed account. */
  void accountChanged(AccountProfile before, AccountProfile now) {
    network.announce(() -> new PeerMessage.AccountChanged(before, now));
    learnChange(before, now);
  }

  private void learnChange(AccountProfile before, AccountProfile now) {
    if (!now.name().equals(before.name())) {
      participants.rename(before.name(), now.name(), clock.instant());
    }
    eachKnownAs(
        before.name(),
        session -> {
          if (now.disabled()) {
            makeGuest(session, "Your account was disabled: you are logged out.");
          } else {
            update(session, before, now);
          }
        });
    departures.alwaysOnChanged(now, Cause.API);
    enforcement.enforceLockdown();
  }

  private void update(Session session, AccountProfile before, AccountProfile now) {
    boolean byToken = session.apiToken() != null;
    session.account(byToken ? new Account(now.name(), false) : now.account());
    Nick nick = session.nick();
    if (nick != null
        && names.holder(nick) == session
        && nick.equals(before.name())
        && !now.name().value().equals(before.name().value())) {
      tell(
          session,
          "Your account is called "
              + now.name()
              + " now: you are "
              + arrivals.assignName(session, now.name(), Cause.API)
              + ".");
    }
  }

  /**
   * Ends the sessions of an account that logged in with an earlier password, connected or held.
   * Sessions of its tokens stay.
   *
   * @param except the session that changed the password, null for an operator
   * @return the number of ended sessions
   */
  int end(AccountProfile account, @Nullable Session except) {
    network.announce(() ->
        new PeerMessage.PasswordChanged(
            account, except == null ? null : except.participant().id()));
    return endLocally(
        account, session -> session == except, except == null ? Cause.API : Cause.COMMAND);
  }

  private int endLocally(AccountProfile account, Predicate<Session> excepted, Cause cause) {
    AtomicInteger ended = new AtomicInteger();
    eachKnownAs(
        account.name(),
        session -> {
          if (!excepted.test(session) && session.apiToken() == null) {
            session.clearIdentity(clock.instant());
            departures.expel(session, Disconnect.of(Disconnect.Reason.PASSWORD_CHANGED), cause);
            ended.incrementAndGet();
          }
        });
    return ended.get();
  }

  /** Makes the sessions of a deleted account guests. */
  void accountDeleted(AccountProfile deleted) {
    network.announce(() -> new PeerMessage.AccountDeleted(deleted));
    learnDeletion(deleted);
  }

  private void learnDeletion(AccountProfile deleted) {
    eachKnownAs(
        deleted.name(),
        session -> makeGuest(session, "Your account was deleted: you are a guest."));
    participants.forget(deleted.name());
    enforcement.enforceLockdown();
  }

  /** Makes the sessions of a revoked token guests. */
  void tokenRevoked(ApiToken revoked) {
    network.announce(() -> new PeerMessage.TokenRevoked(revoked));
    learnRevocation(revoked);
  }

  private void learnRevocation(ApiToken revoked) {
    eachKnown(session -> {
      ApiToken token = session.apiToken();
      if (token != null && token.id().equals(revoked.id())) {
        makeGuest(session, "Your token was revoked: you are logged out.");
      }
    });
    if (revoked.account() == null) {
      participants.forget(revoked.name());
    }
    enforcement.enforceLockdown();
  }

  /**
   * Makes a session a guest, and renames it if its name is reserved for another. One that stays for
   * its account without a connection ends.
   */
  private void makeGuest(Session session, String why) {
    if (session.isAbsent()) {
      departures.expel(session, Disconnect.of(Disconnect.Reason.QUIT), Cause.API);
      return;
    }
    session.clearIdentity(clock.instant());
    tell(session, why);
    Nick nick = session.nick();
    if (nick != null) {
      renameIfReserved(session, nick + " is registered");
    }
  }

  /** Renames a session whose name is reserved for another. */
  private void renameIfReserved(Session session, String why) {
    Nick nick = session.nick();
    if (nick != null && names.holder(nick) == session && names.isReserved(nick, session)) {
      tell(session, why + ": you are " + arrivals.assignName(session, nick, Cause.API) + ".");
    }
  }

  private void eachKnownAs(Nick account, Consumer<Session> change) {
    eachKnown(session -> {
      Account known = session.account();
      if (known != null && known.name().equals(account)) {
        change.accept(session);
      }
    });
  }

  private void eachKnown(Consumer<Session> change) {
    departures.known().forEach(session -> withIdentityLock(session, () -> change.accept(session)));
  }

  private static void withIdentityLock(Session session, Runnable change) {
    session.identityLock().lock();
    try {
      change.run();
    } finally {
      session.identityLock().unlock();
    }
  }

  private void tell(Session session, String text) {
    session.endpoint().deliver(new Event.Noticed(clock.instant(), text, session));
  }
}
