package dev.parley.chat;

import dev.parley.chat.Comeback.Missed;
import dev.parley.chat.history.Entry;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Coming back after a drop. A session that can come back has a token. When its connection is lost
 * it stays where it is, unseen, for a while; the session that brings the token gets its name, its
 * places in the rooms, and the lines that it has missed. A token serves once.
 *
 * <p>That takes two steps, as missed lines may have to be read from a disk and an event loop must
 * not wait for that. {@link #prepare} ends the old connection, where that still hangs, and reads
 * the lines, on a thread that may block, up to a moment ago. {@link #takeUp} then takes the places
 * on the thread of the new session's connection, so that what is said from then on comes behind;
 * the few lines in between are in the log's memory.
 */
final class Resumption {

  /** How many missed lines of a room are shown at the most; the others are in the history. */
  private static final int MOST_LINES = 5000;

  /** How many lines may be said between the steps before the first is done again. */
  private static final int MOST_BETWEEN = 500;

  private static final int PAGE = 500;

  /** How many sessions that are over are kept at a time to be come back to. */
  private static final int MOST_HELD = 10_000;

  private static final int TOKEN_BYTES = 18;

  private final ConcurrentMap<String, Session> tokens = new ConcurrentHashMap<>();
  private final Set<Session> held = ConcurrentHashMap.newKeySet();
  private final SecureRandom random = new SecureRandom();
  private final ChatSettings settings;
  private final Names names;
  private final Rooms rooms;
  private final RoomLog log;
  private final HouseRules rules;
  private final Clock clock;
  private final Monitor monitor;
  private final Executor blocking;

  Resumption(
      ChatSettings settings,
      Names names,
      Rooms rooms,
      RoomLog log,
      HouseRules rules,
      Clock clock,
      Monitor monitor,
      Executor blocking) {
    this.settings = settings;
    this.names = names;
    this.rooms = rooms;
    this.log = log;
    this.rules = rules;
    this.clock = clock;
    this.monitor = monitor;
    this.blocking = blocking;
  }

  /** Gives a session a token to come back with, or null if its protocol has no way to. */
  @Nullable String issue(Session session) {
    if (settings.resumeHold().isZero() || !session.endpoint().resumable()) {
      return null;
    }
    byte[] secret = new byte[TOKEN_BYTES];
    random.nextBytes(secret);
    String token = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
    session.token(token);
    tokens.put(token, session);
    return token;
  }

  /** Whether an end was not wanted by the person or an operator, or may not have been. */
  static boolean canComeBack(Disconnect.Reason reason) {
    return switch (reason) {
      case CONNECTION_LOST, TAKEN_OVER, SLOW_READER, END_OF_INPUT, IDLE_TIMEOUT, FAULT -> true;
      case QUIT,
          INTERRUPTED,
          KICKED,
          BANNED,
          NOT_LET_IN,
          PASSWORD_CHANGED,
          SHUTDOWN,
          LOGIN_TIMEOUT,
          SERVER_FULL,
          ADDRESS_FULL,
          ADDRESS_TOO_FAST,
          NOT_A_PROXY,
          NO_HANDSHAKE,
          WRONG_PROTOCOL ->
          false;
    };
  }

  /** The sessions that can be come back to, those that are over included. */
  Collection<Session> sessions() {
    return tokens.values();
  }

  /** Whether nobody is to see that a session has gone that ended so, while it can come back. */
  static boolean unseen(Disconnect.Reason reason) {
    return reason == Disconnect.Reason.CONNECTION_LOST || reason == Disconnect.Reason.TAKEN_OVER;
  }

  /** Keeps a session that is over to be come back to, and says whether it can be. */
  boolean hold(Session session) {
    String token = session.token();
    return token != null
        && tokens.containsKey(token)
        && held.size() < MOST_HELD
        && held.add(session);
  }

  /** Takes a session's token out of use, and says whether it was in use. */
  boolean revoke(Session session) {
    String token = session.token();
    held.remove(session);
    return token != null && tokens.remove(token, session);
  }

  /** The first step: {@link Reply.CaughtUp} or a refusal, later. */
  Reply prepare(Session session, String token) {
    Session old = tokens.get(token);
    if (old == null) {
      return refuse();
    }
    Reply.Refused refused = rules.doors().closedToReturn(session, old);
    if (refused != null) {
      return refused;
    }
    old.endpoint().close(Disconnect.of(Disconnect.Reason.TAKEN_OVER));
    return new Reply.Later(
        old.end()
            .<Reply>thenApplyAsync(
                end ->
                    new Reply.CaughtUp(
                        new Comeback(token, old.places().stream().map(this::read).toList())),
                blocking)
            .exceptionally(failure -> RoomCommands.historyUnavailable(failure, monitor)));
  }

  private Missed read(Membership place) {
    RoomName name = place.room().name();
    RoomLog.Position position = log.position(name);
    long last = place.room().lastShown();
    long first = place.shown() + 1;
    long kept = position == null ? last + 1 : Math.clamp(position.first(), first, last + 1);
    long from = Math.max(kept, last - MOST_LINES + 1);
    List<Entry> entries = new ArrayList<>();
    for (long after = from - 1; after < last; ) {
      List<Entry> page = log.read(name, new RoomLog.Query(after, last + 1, List.of(), false, PAGE));
      entries.addAll(page);
      after = page.isEmpty() ? last : page.getLast().offset();
    }
    return new Missed(place, entries, kept - first, from - kept, last);
  }

  /** The second step: {@link Reply.Resumed}, the first step again, or a refusal. */
  Reply takeUp(Session session, Comeback comeback) {
    Session old = tokens.get(comeback.token());
    if (session.ended() || old == null) {
      return refuse();
    }
    boolean behind =
        comeback.missed().stream()
            .anyMatch(missed -> missed.room().lastShown() - missed.upTo() > MOST_BETWEEN);
    if (behind) {
      return prepare(session, comeback.token());
    }
    Reply.Refused refused = rules.doors().closedToReturn(session, old);
    if (refused != null) {
      return refused;
    }
    Nick wanted = old.nick();
    if (wanted == null || !revoke(old)) {
      return refuse();
    }
    Nick nick = takeOver(session, old, wanted);
    List<Reply.Back> back = new ArrayList<>();
    for (Missed missed : comeback.missed()) {
      Reply.Back room = backIn(missed, old, session, nick);
      if (room != null) {
        back.add(room);
      }
    }
    old.takeMail().forEach(session.endpoint()::deliver);
    return new Reply.Resumed(nick, old.end().join(), back, old.current(), issue(session));
  }

  /** Makes the session whoever the other was; returns the name that it goes by. */
  private Nick takeOver(Session session, Session old, Nick wanted) {
    session.standing().lock();
    old.standing().lock();
    try {
      session.knownAs(old);
      Nick nick = names.pass(wanted, old, session) ? wanted : names.claimVariant(wanted, session);
      session.takeOver(old, nick, clock.instant());
      return nick;
    } finally {
      old.standing().unlock();
      session.standing().unlock();
    }
  }

  /** The session's place in a room again, or null where it has none any more. */
  private Reply.@Nullable Back backIn(Missed missed, Session old, Session session, Nick nick) {
    Room room = missed.room();
    Reply.Entered handed = room.handOver(old, session, nick);
    if (handed != null) {
      return back(missed, handed, session);
    }
    if (unseen(old.end().join().reason())) {
      return null; // It was kept there, and an operator has taken it out or deleted the room.
    }
    Reply.Entered again = room.readmit(session, nick, missed.place());
    if (again != null) {
      return back(missed, again, session);
    }
    if (room.order().banned(session) != null) {
      return null;
    }
    boolean vanished = !room.info().settings().persistent();
    return vanished && rooms.join(room.name(), session, nick, null) instanceof Reply.Entered anew
        ? new Reply.Back(anew, anew.recent(), 0, 0)
        : null;
  }

  /** What was missed, with the lines between the steps, which are in the log's memory. */
  private Reply.Back back(Missed missed, Reply.Entered entered, Session session) {
    RoomLog.Position position = entered.room().position();
    List<Entry> entries = new ArrayList<>(missed.entries());
    long last = entered.shown();
    if (last > missed.upTo() && position.last() >= last) {
      int recent = (int) (position.last() - missed.upTo());
      log.recent(entered.room().name(), recent).stream()
          .filter(entry -> entry.offset() > missed.upTo() && entry.offset() <= last)
          .forEach(entries::add);
    }
    entries.removeIf(entry -> !session.sees(entry));
    return new Reply.Back(entered, entries, missed.expired(), missed.skipped());
  }

  /** The refusal of a token that nobody can come back with. */
  Reply refuse() {
    return new Reply.Refused(
        Refusal.UNKNOWN_TOKEN,
        "That token is not known, or its time is over. Give a name instead.");
  }
}
