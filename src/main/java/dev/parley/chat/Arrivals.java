package dev.parley.chat;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Coming in, changing one's name, and going. */
final class Arrivals {

  /** How many ends of connections are remembered for those who come back. */
  private static final int ENDS_REMEMBERED = 1000;

  private final Names names;
  private final Rooms rooms;
  private final Resumption resumption;
  private final Map<Nick, Disconnect> lastEnds =
      Collections.synchronizedMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<Nick, Disconnect> eldest) {
              return size() > ENDS_REMEMBERED;
            }
          });

  Arrivals(Names names, Rooms rooms, Resumption resumption) {
    this.names = names;
    this.rooms = rooms;
    this.resumption = resumption;
  }

  /** Gives a session its name and lets it into the lobby. */
  Reply arrive(Session session, String wanted) {
    Nick asked = wanted.isEmpty() ? null : Nick.parse(wanted);
    if (asked == null && !wanted.isEmpty()) {
      return malformedName();
    }
    Nick nick = asked == null ? names.claimGuest(session) : names.claimVariant(asked, session);
    session.nick(nick);
    boolean altered = asked != null && !asked.equals(nick);
    return rooms.lobby().join(session, nick, null) instanceof Reply.Entered entered
        ? new Reply.Arrived(
            nick,
            altered ? wanted : null,
            lastEnds.remove(nick),
            entered,
            resumption.issue(session))
        : new Reply.Refused(Refusal.NO_SUCH_ROOM, "The lobby is closed.");
  }

  /** Gives a session another name, which everyone who shares a room with it is shown. */
  Reply rename(Session session, Nick from, String wanted) {
    Nick to = Nick.parse(wanted);
    if (to == null) {
      return malformedName();
    }
    if (to.value().equals(from.value())) {
      return new Reply.Refused(Refusal.ALREADY_DONE, "You are " + from + " already.");
    }
    if (!names.claim(to, session)) {
      return new Reply.Refused(Refusal.NAME_TAKEN, to + " is taken.");
    }
    session.nick(to);
    if (!to.equals(from)) {
      names.release(from, session);
    }
    Set<Session> seers = new LinkedHashSet<>();
    session.memberOf().forEach(room -> seers.addAll(room.members()));
    Hub.deliver(new Event.NickChanged(from, to, session), seers);
    return new Reply.Renamed(from, to);
  }

  /** Frees the name of a session that is over. */
  void depart(Session session, Nick nick, Disconnect why) {
    if (why.reason() == Disconnect.Reason.SLOW_READER) {
      lastEnds.put(nick, why);
    }
    names.release(nick, session);
  }

  private static Reply malformedName() {
    return new Reply.Refused(Refusal.MALFORMED_NAME, Nick.RULE);
  }
}
