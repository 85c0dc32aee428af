package dev.parley.chat.arrival;

import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.api.Cause;
import dev.parley.chat.api.ChatSettings;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Event.Departure;
import dev.parley.chat.api.Scheduler;
import dev.parley.chat.name.Nick;
import dev.parley.chat.peer.RemoteEndpoint;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.Rooms;
import dev.parley.chat.session.HeldMessages;
import dev.parley.chat.session.NickRegistry;
import dev.parley.chat.session.Session;
import dev.parley.chat.session.SessionRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Ends sessions and releases their memberships and names: at once or, if the session can be
 * resumed, after a delay.
 */
public final class DepartureService {

  /** The time within which a session that is to end releases its name. */
  private static final Duration END_TIME = Duration.ofSeconds(10);

  /** The maximum number of disconnects that are remembered for people who arrive again. */
  private static final int ENDS_REMEMBERED = 1000;

  private final ChatSettings settings;
  private final SessionRegistry sessions;
  private final NickRegistry names;
  private final Rooms rooms;
  private final Resumption resumption;
  private final AlwaysOnSessions alwaysOn;
  private final Scheduler scheduler;
  private final Clock clock;
  private final HeldMessages.Budget heldBudget;

  /** Holds what is completed when a session has released its name, or does not. */
  private final ConcurrentMap<Session, CompletableFuture<Boolean>> awaited =
      new ConcurrentHashMap<>();

  private final Map<Nick, Disconnect> lastEnds =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Nick, Disconnect> eldest) {
              return size() > ENDS_REMEMBERED;
            }
          });

  public DepartureService(
      ChatSettings settings,
      SessionRegistry sessions,
      NickRegistry names,
      Rooms rooms,
      Resumption resumption,
      AlwaysOnSessions alwaysOn,
      Scheduler scheduler,
      Clock clock) {
    this.settings = settings;
    this.sessions = sessions;
    this.names = names;
    this.rooms = rooms;
    this.resumption = resumption;
    this.alwaysOn = alwaysOn;
    this.scheduler = scheduler;
    this.clock = clock;
    this.heldBudget = new HeldMessages.Budget(settings.limits());
    alwaysOn.onExpiry(this::expire);
  }

  private void expire(Session session) {
    Nick nick = session.nick();
    if (nick != null && resumption.revoke(session)) {
      leave(session, nick, Disconnect.of(Disconnect.Reason.IDLE_TIMEOUT));
    }
  }

  /** Ends a session whose connection is closed. */
  public void end(Session session, Disconnect why) {
    session.end(why, new HeldMessages(heldBudget));
    Nick nick = session.nick();
    if (nick == null) {
      return;
    }
    if (why.reason() == Disconnect.Reason.SHUTDOWN) {
      alwaysOn.saveLast(session);
      return; // Everyone leaves, so single departures are not shown.
    }
    boolean takenOver = why.reason() == Disconnect.Reason.TAKEN_OVER; // And so resumed next.
    if (!takenOver && alwaysOn.keeps(session, why.reason())) {
      keep(session, nick, why);
      scheduler.after(settings.resumeHold(), () -> resumption.revokeToken(session));
    } else if (Resumption.isResumable(why.reason()) && resumption.hold(session)) {
      session.held();
      boolean stays = Resumption.keepsMemberships(why.reason());
      if (!stays) {
        leave(session, nick, why);
      }
      scheduler.after(
          settings.resumeHold(),
          () -> {
            if (stays && resumption.isHeld(session) && alwaysOn.keeps(session, why.reason())) {
              keep(session, nick, why);
              resumption.revokeToken(session);
            } else if (resumption.revoke(session) && stays) {
              leave(session, nick, why);
            }
          });
    } else {
      leaveUnlessResumed(session, nick, why, false);
    }
  }

  /** Has an ended session stay in its rooms without a connection. */
  private void keep(Session session, Nick nick, Disconnect why) {
    boolean away = session.away() != null;
    boolean kept = resumption.keep(session);
    if (!kept || session.isExpelled()) {
      leaveUnlessResumed(session, nick, why, kept);
      return;
    }
    rooms.of(session).forEach(room -> room.disconnected(session));
    session.held();
    if (!away) {
      rooms.showPresence(
          new Event.AwayChanged(nick, AlwaysOnSessions.AWAY, session), nick, session);
    }
  }

  private void leaveUnlessResumed(Session session, Nick nick, Disconnect why, boolean kept) {
    boolean unresumable = session.resumeToken() == null && !kept;
    if (unresumable || resumption.revoke(session)) {
      leave(session, nick, why);
    }
  }

  /** Applies a change of whether an account is always on. */
  public void alwaysOnChanged(AccountProfile owner, Cause cause) {
    if (owner.alwaysOn()) {
      alwaysOn.saveAll();
      return;
    }
    Session session = alwaysOn.of(owner);
    if (session != null) {
      expel(session, Disconnect.of(Disconnect.Reason.QUIT), cause);
    }
    alwaysOn.forget(owner.id());
  }

  /** Takes a session, which goes on without them, out of its rooms. */
  void depart(Session session, Nick nick) {
    var _ = resumption.revoke(session);
    session.resumeToken(null);
    for (Room room : rooms.of(session)) {
      rooms.leave(room, session, nick, Departure.LEFT, "", Cause.COMMAND);
    }
  }

  /** Ends a session permanently, whether it is connected or held for resumption. */
  public void expel(Session session, Disconnect why, Cause cause) {
    RemoteEndpoint remote = session.remote();
    if (remote != null) {
      remote.end(why, cause);
      return;
    }
    session.expelled(cause);
    boolean kept = resumption.revoke(session);
    if (kept) {
      session.resumeToken(null);
    }
    Nick nick = session.nick();
    if (sessions.contains(session)) { // Checked after the token is revoked.
      session.endpoint().close(why);
    } else if (kept && nick != null) {
      leave(session, nick, why);
    }
  }

  /**
   * Returns a future of whether a session, which is ending here or at another server, has released
   * its name in time.
   */
  public CompletableFuture<Boolean> whenGone(Session session) {
    CompletableFuture<Boolean> gone =
        awaited.computeIfAbsent(session, ending -> new CompletableFuture<>());
    scheduler.after(END_TIME, () -> settle(session, false));
    Nick nick = session.nick();
    if (nick == null || names.holder(nick) != session) {
      gone(session);
    }
    return gone;
  }

  /** Reports that a session has released its name. */
  public void gone(Session session) {
    settle(session, true);
  }

  private void settle(Session session, boolean released) {
    CompletableFuture<Boolean> gone = awaited.remove(session);
    if (gone != null) { // Later: not while a connection is being closed, before its output.
      scheduler.after(Duration.ZERO, () -> gone.complete(released));
    }
  }

  /**
   * Returns all sessions, held ones first, so that a session that resumes a held one during the
   * iteration is still visited.
   */
  public Stream<Session> known() {
    return Stream.concat(resumption.sessions(), sessions.all().stream());
  }

  /**
   * Returns the disconnect of the last session of a name, once, if it is to be reported; or null.
   */
  @Nullable Disconnect takeLastEnd(Nick nick) {
    return lastEnds.remove(nick);
  }

  private void leave(Session session, Nick nick, Disconnect why) {
    leaveRooms(session, nick, why);
    releaseName(session, nick, why);
    var _ = session.takeMessages(); // Releases the memory.
    alwaysOn.forget(session);
    gone(session);
  }

  /** Releases the name of an ended session. */
  private void releaseName(Session session, Nick nick, Disconnect why) {
    if (why.reason() == Disconnect.Reason.SLOW_READER) {
      lastEnds.put(nick, why);
    }
    session.identityLock().lock();
    try {
      Nick last = session.nick(); // It may have changed meanwhile.
      session.releaseName(clock.instant());
      names.release(last == null ? nick : last, session);
      names.vanished(last == null ? nick : last, session);
    } finally {
      session.identityLock().unlock();
    }
  }

  private void leaveRooms(Session session, Nick nick, Disconnect why) {
    Departure how = departure(why.reason());
    String detail = how == Departure.DROPPED ? why.reason().noun() : why.detail();
    Cause cause = cause(session, why.reason());
    for (Room room : rooms.of(session)) {
      rooms.leave(room, session, nick, how, detail, cause);
    }
    // The deletion of a room may have moved the session there meanwhile.
    rooms.leave(rooms.lobby(), session, nick, how, detail, cause);
  }

  private static Cause cause(Session session, Disconnect.Reason reason) {
    return switch (reason) {
      case QUIT -> Cause.COMMAND;
      case KICKED, BANNED, NOT_LET_IN, PASSWORD_CHANGED -> session.expelCause();
      case END_OF_INPUT,
          INTERRUPTED,
          CONNECTION_LOST,
          SLOW_READER,
          TAKEN_OVER,
          LOGIN_TIMEOUT,
          IDLE_TIMEOUT,
          SHUTDOWN,
          MOVED,
          SERVER_FULL,
          ADDRESS_FULL,
          ADDRESS_TOO_FAST,
          NOT_A_PROXY,
          NO_HANDSHAKE,
          NOT_UPGRADED,
          WRONG_PROTOCOL,
          FAULT ->
          Cause.SERVER;
    };
  }

  private static Departure departure(Disconnect.Reason reason) {
    return switch (reason) {
      // The cause is not shown to others.
      case QUIT, END_OF_INPUT, INTERRUPTED, PASSWORD_CHANGED -> Departure.QUIT;
      case KICKED, NOT_LET_IN -> Departure.KICKED;
      case BANNED -> Departure.BANNED;
      case CONNECTION_LOST,
          SLOW_READER,
          TAKEN_OVER,
          LOGIN_TIMEOUT,
          IDLE_TIMEOUT,
          SHUTDOWN,
          MOVED,
          SERVER_FULL,
          ADDRESS_FULL,
          ADDRESS_TOO_FAST,
          NOT_A_PROXY,
          NO_HANDSHAKE,
          NOT_UPGRADED,
          WRONG_PROTOCOL,
          FAULT ->
          Departure.DROPPED;
    };
  }
}
