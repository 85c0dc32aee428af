package dev.parley.chat.arrival;

import dev.parley.chat.access.ActiveModeration;
import dev.parley.chat.account.Account;
import dev.parley.chat.account.ApiToken;
import dev.parley.chat.account.Identity;
import dev.parley.chat.api.Audience;
import dev.parley.chat.api.Cause;
import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Hub;
import dev.parley.chat.api.Limits;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.login.LoginService;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.name.Nick;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.Rooms;
import dev.parley.chat.session.NickRegistry;
import dev.parley.chat.session.Session;
import java.time.Clock;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Admits sessions, and changes their names. Safe for use from any thread. */
public final class ArrivalService {

  private final LoginService authenticator;
  private final NickRegistry names;
  private final Rooms rooms;
  private final Resumption resumption;
  private final ActiveModeration activeModeration;
  private final Enforcement enforcement;
  private final DepartureService departures;
  private final Limits limits;
  private final SharedSessions sharedSessions;
  private final AlwaysOnSessions alwaysOn;
  private final Clock clock;
  private final ChatMetrics metrics;

  public ArrivalService(
      NickRegistry names,
      Rooms rooms,
      Resumption resumption,
      LoginService authenticator,
      ActiveModeration activeModeration,
      Enforcement enforcement,
      DepartureService departures,
      SharedSessions sharedSessions,
      AlwaysOnSessions alwaysOn,
      Limits limits,
      Clock clock,
      ChatMetrics metrics) {
    this.authenticator = authenticator;
    this.names = names;
    this.rooms = rooms;
    this.resumption = resumption;
    this.activeModeration = activeModeration;
    this.enforcement = enforcement;
    this.departures = departures;
    this.sharedSessions = sharedSessions;
    this.alwaysOn = alwaysOn;
    this.limits = limits;
    this.clock = clock;
    this.metrics = metrics;
  }

  /** Gives a session its name and adds it to the lobby. */
  public Reply arrive(Session session, String wanted) {
    if (session.ended()) {
      return new Reply.Refused(Refusal.NOT_ARRIVED, "The connection has ended.");
    }
    Nick asked = wanted.isEmpty() ? null : Nick.parse(wanted);
    if (asked == null && !wanted.isEmpty()) {
      return malformedName();
    }
    Reply.Refused refused = activeModeration.serverAccess().accessRefusal(session, asked);
    if (refused != null) {
      return refused;
    }
    return claiming(
        session,
        () -> asked == null ? names.claimGuest(session) : names.claimVariant(asked, session),
        nick ->
            assume(session, nick) ? enter(session, wanted, asked, nick) : arrive(session, wanted));
  }

  /**
   * Runs a task that claims a name, and then another with its result on the thread that writes to
   * the session's connection; both now if nothing blocks.
   */
  private <T> Reply claiming(Session session, Supplier<T> claim, Function<T, Reply> then) {
    CompletableFuture<T> claimed = names.claiming(claim);
    return claimed.isDone() && !claimed.isCompletedExceptionally()
        ? then.apply(claimed.join())
        : new Reply.Deferred(
            claimed.thenApplyAsync(then, session.endpoint()::execute).thenCompose(Reply::settled));
  }

  /**
   * Gives a session the name that it has claimed; returns false if the name was reserved meanwhile,
   * or the session has ended.
   */
  private boolean assume(Session session, Nick nick) {
    session.identityLock().lock();
    try {
      if (session.ended() || names.isReserved(nick, session)) {
        names.release(nick, session);
        return false;
      }
      session.nick(nick, clock.instant());
      return true;
    } finally {
      session.identityLock().unlock();
    }
  }

  private Reply enter(Session session, String wanted, @Nullable Nick asked, Nick nick) {
    Reply.Refused refused = lateRefusal(session, asked, nick);
    if (refused == null
        && rooms.lobby().join(session, nick, null) instanceof Reply.Entered entered) {
      names.appeared(nick, session);
      boolean altered = asked != null && !asked.equals(nick);
      boolean registered = asked != null && altered && isOfAnother(session, asked);
      return new Reply.Arrived(
          nick,
          altered ? wanted : null,
          registered,
          departures.takeLastEnd(nick),
          entered,
          resumption.issue(session));
    }
    releaseName(session);
    return refused == null
        ? new Reply.Refused(Refusal.NO_SUCH_ROOM, "The lobby is closed.")
        : refused;
  }

  /**
   * Gives a session exactly a name, and no room, or has its connection share the session that has
   * the name. One that is logged in to an account that is always on goes on with its session.
   */
  public Reply enter(Session session, String wanted) {
    Session absent = alwaysOn.waitingFor(session);
    Nick login = session.login();
    return absent == null || login == null
        ? enterAnew(session, wanted)
        : comeBack(session, absent, login, () -> enterAnew(session, wanted));
  }

  /** Goes on with a session that has no connection, or, if it is gone, anew. */
  private Reply comeBack(Session session, Session absent, Nick login, Supplier<Reply> anew) {
    Reply reply = resumption.comeBack(session, absent, login);
    return new Reply.Deferred(
        reply
            .settled()
            .thenCompose(answer ->
                answer instanceof Reply.Refused(Refusal refusal, _)
                        && refusal == Refusal.UNKNOWN_TOKEN
                        && !session.ended()
                    ? anew.get().settled()
                    : CompletableFuture.completedFuture(answer)));
  }

  private Reply enterAnew(Session session, String wanted) {
    Nick nick = Nick.parse(wanted);
    if (nick == null) {
      return malformedName();
    }
    Reply.Refused refused = activeModeration.serverAccess().accessRefusal(session, nick);
    if (refused != null) {
      return refused;
    }
    Reply shared = sharedSessions.share(session, nick);
    if (shared != null) {
      return shared;
    }
    return claiming(
        session,
        () -> names.claim(nick, session),
        claimed -> claimed && assume(session, nick) ? admit(session, nick) : taken(session, nick));
  }

  private Reply admit(Session session, Nick nick) {
    Reply.Refused refused = lateRefusal(session, nick, nick);
    if (refused != null) {
      releaseName(session);
      return refused;
    }
    names.appeared(nick, session);
    return new Reply.Admitted(nick, departures.takeLastEnd(nick));
  }

  private Reply.Refused taken(Session session, Nick nick) {
    return isOfAnother(session, nick)
        ? LoginService.registered(nick)
        : new Reply.Refused(Refusal.NAME_TAKEN, nick + " is taken.");
  }

  /** Returns whether a name belongs to another account, or to a token, than that of a session. */
  private boolean isOfAnother(Session session, Nick nick) {
    return authenticator.hasOwner(nick) && !nick.equals(session.login());
  }

  /**
   * Returns the refusal of a session that has its name now, or null. This check comes after the
   * name is claimed: whoever changes the rules checks the named sessions after the change, so one
   * of the two sees the other.
   */
  private Reply.@Nullable Refused lateRefusal(Session session, @Nullable Nick asked, Nick nick) {
    Reply.Refused refused = activeModeration.serverAccess().accessRefusal(session, asked);
    return refused == null && !nick.equals(asked)
        ? activeModeration.serverAccess().accessRefusal(session, nick)
        : refused;
  }

  private void releaseName(Session session) {
    session.identityLock().lock();
    try {
      Nick nick = session.nick();
      session.clearNick(clock.instant());
      if (nick != null) {
        names.release(nick, session);
      }
    } finally {
      session.identityLock().unlock();
    }
  }

  /** Changes the name of a session, and shows the change to everyone who shares a room with it. */
  public Reply rename(Session session, String wanted) {
    Nick to = Nick.parse(wanted);
    if (to == null) {
      return malformedName();
    }
    session.identityLock().lock();
    try {
      return rename(session, Objects.requireNonNull(session.nick()), to);
    } finally {
      session.identityLock().unlock();
    }
  }

  private Reply rename(Session session, Nick from, Nick to) {
    if (to.value().equals(from.value())) {
      return new Reply.Refused(Refusal.ALREADY_DONE, "You are " + from + " already.");
    }
    Reply.Refused refused = refused(session, to);
    if (refused != null) {
      return refused;
    }
    return claiming(
        session,
        () -> names.claim(to, session),
        claimed -> claimed ? renameTo(session, to) : taken(session, to));
  }

  /** Gives a session another name, which it has claimed. */
  private Reply renameTo(Session session, Nick to) {
    session.identityLock().lock();
    try {
      Nick from = Objects.requireNonNull(session.nick());
      if (session.ended() || names.isReserved(to, session)) {
        releaseUnlessOwn(session, from, to);
        return taken(session, to);
      }
      return renameTo(session, from, to);
    } finally {
      session.identityLock().unlock();
    }
  }

  private void releaseUnlessOwn(Session session, Nick own, Nick claimed) {
    if (!claimed.equals(own)) {
      names.release(claimed, session);
    }
  }

  private Reply renameTo(Session session, Nick from, Nick to) {
    session.nick(to, clock.instant());
    Reply.Refused late = nameBanRefusal(session, to);
    if (late != null) {
      session.nick(from, clock.instant());
      releaseUnlessOwn(session, from, to);
      return late;
    }
    replaceName(session, from, to, Cause.COMMAND);
    return new Reply.Renamed(from, to);
  }

  /**
   * Returns the refusal of a session's new name, by a ban from the server or one of its rooms, or
   * null.
   */
  private Reply.@Nullable Refused nameBanRefusal(Session session, Nick nick) {
    Reply.Refused banned = activeModeration.serverAccess().banned(session, nick, session.account());
    if (banned != null) {
      return banned;
    }
    for (Room room : rooms.of(session)) {
      Ban ban = room.access().banned(session);
      if (ban != null) {
        String who = activeModeration.bans().isBorne(ban, session) ? "You are" : nick + " is";
        return new Reply.Refused(
            Refusal.BANNED,
            who + " banned from " + room.name() + ": leave it before you go by that name.");
      }
    }
    return null;
  }

  /** Replaces the name of a session by one that it has claimed, and publishes the change. */
  private void replaceName(Session session, Nick from, Nick to, Cause cause) {
    session.nick(to, clock.instant());
    session.rooms().forEach(room -> activeModeration.bans().attach(session, room));
    if (!to.equals(from)) {
      names.release(from, session);
      names.vanished(from, session);
      names.appeared(to, session);
    }
    Hub.deliver(
        new Event.NickChanged(from, to, session, cause),
        Audience.of(rooms.companions(session)),
        metrics);
  }

  /**
   * Applies a proved identity to a session. The session gets the name of the account or, if another
   * session of the account has it, a variant of it. A session without a name arrives under it. If
   * the account is always on and has a session without a connection, it goes on with that.
   */
  public Reply assume(Session session, Identity proved) {
    Identity identity;
    Session absent;
    session.identityLock().lock();
    try {
      Outcome<Identity> identified = identify(session, proved);
      if (identified instanceof Outcome.Refused(Reply.Refused refused)) {
        return refused;
      }
      identity = ((Outcome.Ok<Identity>) identified).value();
      absent = alwaysOn.waitingFor(session);
      Nick before = session.nick();
      if (absent != null && before != null) {
        departures.depart(session, before);
        releaseName(session);
        names.vanished(before, session);
      } else if (before != null) {
        Nick login = identity.name();
        return claiming(
            session,
            () -> names.claimVariant(login, session),
            to -> loggedIn(session, identity, to));
      }
    } finally {
      session.identityLock().unlock();
    }
    return absent == null
        ? arriveAs(session, identity)
        : comeBack(session, absent, identity.name(), () -> arriveAs(session, identity));
  }

  private Reply arriveAs(Session session, Identity identity) {
    return arrive(session, identity.name().value())
        .then(reply ->
            reply instanceof Reply.Arrived arrived
                ? new Reply.LoggedIn(
                    identity.name(), identity.registered(), arrived.nick(), arrived)
                : reply);
  }

  /** Gives a session that has logged in the name that it has claimed. */
  private Reply loggedIn(Session session, Identity identity, Nick to) {
    session.identityLock().lock();
    try {
      if (session.ended()) {
        releaseUnlessOwn(session, Objects.requireNonNull(session.nick()), to);
        return LoginService.wrongPassword();
      }
      Nick nick = assignClaimed(session, to, Cause.COMMAND);
      showAccount(session, identity.name());
      return new Reply.LoggedIn(identity.name(), identity.registered(), nick, null);
    } finally {
      session.identityLock().unlock();
    }
  }

  /** Applies a proved identity to a session, whatever its name, and before it has one. */
  public Reply authenticate(Session session, Identity proved) {
    session.identityLock().lock();
    try {
      return switch (identify(session, proved)) {
        case Outcome.Ok(Identity identity) -> {
          showAccount(session, identity.name());
          yield new Reply.Authenticated(identity.name());
        }
        case Outcome.Refused(Reply.Refused refused) -> refused;
      };
    } finally {
      session.identityLock().unlock();
    }
  }

  /** Identifies a session, whose identity lock is held. */
  private Outcome<Identity> identify(Session session, Identity proved) {
    Identity identity = authenticator.refreshed(proved);
    if (identity == null) {
      return new Outcome.Refused<>(LoginService.wrongPassword());
    }
    Account account = session.account();
    ApiToken token = session.apiToken();
    Map<String, String> metadata = rooms.metadataOf(session);
    session.identify(identity.account(), identity.token(), clock.instant());
    // Checked afterwards: a ban on an account checks afterwards who is logged in to it.
    Reply.Refused refused = activeModeration.serverAccess().accessRefusal(session, identity);
    if (refused != null) {
      session.clearIdentity(clock.instant());
      session.identify(account, token, clock.instant());
      return new Outcome.Refused<>(refused);
    }
    rooms.showMetadata(session, metadata);
    alwaysOn.forgetFormer();
    return new Outcome.Ok<>(identity);
  }

  /** Shows the account of a session to all who share a room with it. */
  private void showAccount(Session session, Nick login) {
    Nick nick = session.nick();
    if (nick != null) {
      rooms.showChange(new Event.AccountChanged(nick, login, session), nick, session);
    }
  }

  /**
   * Renames a session, whose identity lock is held, to a name or the first free variant of it. May
   * block in a cluster.
   *
   * @return the new name
   */
  public Nick assignName(Session session, Nick wanted, Cause cause) {
    return assignClaimed(session, names.claimVariant(wanted, session), cause);
  }

  private Nick assignClaimed(Session session, Nick to, Cause cause) {
    session.identityLock().lock();
    try {
      Nick from = Objects.requireNonNull(session.nick());
      if (!to.value().equals(from.value())) {
        replaceName(session, from, to, cause);
        var _ = enforcement.enforceOn(session);
      }
      return to;
    } finally {
      session.identityLock().unlock();
    }
  }

  /** Renames a session whose name another has in the register of the cluster. May block. */
  public void loseName(Session session, Nick lost) {
    session.identityLock().lock();
    try {
      if (lost.equals(session.nick())) {
        names.forget(lost, session);
        Nick now = assignName(session, lost, Cause.SERVER);
        String text = lost + " is used by somebody else now: you are " + now + ".";
        session.endpoint().deliver(new Event.Noticed(clock.instant(), text, session));
      }
    } finally {
      session.identityLock().unlock();
    }
  }

  private Reply.@Nullable Refused refused(Session session, Nick to) {
    long now = TimeUnit.MILLISECONDS.toNanos(clock.millis());
    long wait = session.renames(limits, now).takeOrWait(now);
    return wait == 0
        ? activeModeration.serverAccess().banned(session, to, session.account())
        : new Reply.Refused(
            Refusal.TOO_MANY_RENAMES,
            "You change your name too often: wait " + wait + " s before the next time.");
  }

  private static Reply malformedName() {
    return new Reply.Refused(Refusal.MALFORMED_NAME, Nick.RULE);
  }
}
