package dev.parley.chat;

import dev.parley.chat.Event.Departure;
import dev.parley.chat.name.Nick;
import java.util.Map;

/**
 * How sessions end, and what becomes of their places and names: they are given up at once or, where
 * the session can be come back to, after a while.
 */
final class Departures {

  private final ChatSettings settings;
  private final Rooms rooms;
  private final Resumption resumption;
  private final Arrivals arrivals;
  private final Alarm alarm;
  private final HeldMail.Budget mail;

  Departures(
      ChatSettings settings, Rooms rooms, Resumption resumption, Arrivals arrivals, Alarm alarm) {
    this.settings = settings;
    this.rooms = rooms;
    this.resumption = resumption;
    this.arrivals = arrivals;
    this.alarm = alarm;
    this.mail = new HeldMail.Budget(settings.limits());
  }

  /** Ends a session whose connection is gone. */
  void end(Session session, Disconnect why) {
    session.end(why, new HeldMail(mail));
    Nick nick = session.nick();
    if (nick == null || why.reason() == Disconnect.Reason.SHUTDOWN) {
      return; // When the server stops, everyone goes, and nobody need be told of each.
    }
    if (Resumption.canComeBack(why.reason()) && resumption.hold(session)) {
      boolean unseen = Resumption.unseen(why.reason());
      if (!unseen) {
        leave(session, nick, why);
      }
      alarm.after(
          settings.resumeHold(),
          () -> {
            if (resumption.revoke(session) && unseen) {
              leave(session, nick, why);
            }
          });
    } else if (session.token() == null || resumption.revoke(session)) {
      leave(session, nick, why);
    }
  }

  /**
   * Ends a session for good, be it connected or only kept to be come back to.
   *
   * @param connected the sessions that are connected, by their ids; looked at once this one cannot
   *     be come back to any more
   */
  void expel(Session session, Disconnect why, Map<String, Session> connected) {
    boolean kept = resumption.revoke(session);
    if (kept) {
      session.token(null);
    }
    Nick nick = session.nick();
    if (connected.containsKey(session.id())) {
      session.endpoint().close(why);
    } else if (kept && nick != null) {
      leave(session, nick, why);
    }
  }

  private void leave(Session session, Nick nick, Disconnect why) {
    leaveRooms(session, nick, why);
    arrivals.depart(session, nick, why);
    var _ = session.takeMail(); // Nobody comes for it any more.
  }

  private void leaveRooms(Session session, Nick nick, Disconnect why) {
    Departure how = departure(why.reason());
    String detail = how == Departure.DROPPED ? why.reason().noun() : why.detail();
    for (Room room : session.memberOf()) {
      rooms.leave(room, session, nick, how, detail);
    }
    // An operator's thread may have put the session there since: its room was deleted.
    rooms.leave(rooms.lobby(), session, nick, how, detail);
  }

  private static Departure departure(Disconnect.Reason reason) {
    return switch (reason) {
      // Why is nobody else's business.
      case QUIT, END_OF_INPUT, INTERRUPTED, PASSWORD_CHANGED -> Departure.QUIT;
      case KICKED, NOT_LET_IN -> Departure.KICKED;
      case BANNED -> Departure.BANNED;
      case CONNECTION_LOST,
          SLOW_READER,
          TAKEN_OVER,
          LOGIN_TIMEOUT,
          IDLE_TIMEOUT,
          SHUTDOWN,
          SERVER_FULL,
          ADDRESS_FULL,
          ADDRESS_TOO_FAST,
          NOT_A_PROXY,
          NO_HANDSHAKE,
          WRONG_PROTOCOL,
          FAULT ->
          Departure.DROPPED;
    };
  }
}
