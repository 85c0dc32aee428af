package dev.parley.chat.command;

import dev.parley.chat.api.Cause;
import dev.parley.chat.api.ChatSettings;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Event.Departure;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.name.Text;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.Rooms;
import dev.parley.chat.room.TextRules;
import dev.parley.chat.session.Session;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Executes commands about rooms. */
public final class RoomCommands {

  private final ChatSettings settings;
  private final Rooms rooms;
  private final Clock clock;
  private final HistoryCommands history;
  private final ReadingCommands reading;
  private final ModeratorCommands moderators;

  public RoomCommands(
      ChatSettings settings,
      Rooms rooms,
      Clock clock,
      HistoryCommands history,
      ReadingCommands reading,
      ModeratorCommands moderators) {
    this.settings = settings;
    this.rooms = rooms;
    this.clock = clock;
    this.history = history;
    this.reading = reading;
    this.moderators = moderators;
  }

  public Reply handle(Session session, Nick nick, Command.ForRoom command) {
    if (command instanceof Command.Join(String room, String key)) {
      return join(session, nick, room, key);
    }
    Room room = visible(session, command.room());
    if (room == null) {
      return Rooms.noSuchRoom(command.room());
    }
    Reply reply = handle(session, nick, room, command);
    boolean renewed =
        reply instanceof Reply.Refused(Refusal refusal, _)
            && refusal == Refusal.NOT_A_MEMBER
            && isReplaced(room);
    return renewed ? handle(session, nick, command) : reply; // Its members are in the next one.
  }

  /** Returns whether there is another room of that name, with a new epoch of the log. */
  private boolean isReplaced(Room room) {
    Room now = rooms.find(room.name());
    return now != null && now != room;
  }

  private Reply handle(Session session, Nick nick, Room room, Command.ForRoom command) {
    return switch (command) {
      case Command.Say(_, String text, String ref) ->
          say(session, nick, room, LogEntry.Kind.MESSAGE, text, ref);
      case Command.Emote(_, String text, String ref) ->
          say(session, nick, room, LogEntry.Kind.EMOTE, text, ref);
      case Command.Notify(_, String text, String ref) ->
          say(session, nick, room, LogEntry.Kind.NOTICE, text, ref);
      case Command.Signal(_, String signal) -> room.signal(session, nick, signal);
      case Command.SetTopic(_, String text) -> setTopic(session, nick, room, text);
      case Command.Describe _ -> new Reply.RoomStatus(room.info(), room.contains(session));
      case Command.ShowTopic _ -> new Reply.TopicStatus(room.name(), room.info().topic());
      case Command.Leave(_, String text) -> leave(session, nick, room, Text.remark(text));
      case Command.ListMembers _ -> members(session, room);
      case Command.Moderate act -> moderators.handle(session, nick, room, act);
      case Command.Show show -> history.show(session, room, show);
      case Command.MarkSeen(_, long offset) -> reading.markSeen(session, room, offset);
      case Command.MarkSeenUntil(_, Instant at) -> reading.markSeen(session, room, at);
      case Command.ShowSeen _ -> reading.lastSeen(session, room);
      case Command.Join _ -> throw new AssertionError("answered above");
    };
  }

  /** Lists the rooms that a session may see. */
  public Reply list(Session session) {
    List<RoomName> own = session.rooms();
    return new Reply.RoomList(
        rooms.list().stream()
            .filter(room -> !room.settings().secret() || own.contains(room.name()))
            .toList());
  }

  private @Nullable Room visible(Session session, String name) {
    Room room = rooms.find(name);
    if (room == null) { // What a member typed before it saw that the room was renamed.
      Room renamed = formerly(name);
      return renamed != null && renamed.contains(session) ? renamed : null;
    }
    return room.isHiddenFrom(session) ? null : room;
  }

  private @Nullable Room formerly(String name) {
    RoomName parsed = RoomName.parse(name);
    return parsed == null ? null : rooms.known(parsed);
  }

  /**
   * Returns the name that the room has now which had another of late, if a session may see it; null
   * for none.
   */
  public @Nullable RoomName renamedTo(Session session, String former) {
    Room room = rooms.find(former) == null ? formerly(former) : null;
    return room == null || room.isHiddenFrom(session) ? null : room.name();
  }

  private Reply join(Session session, Nick nick, String typed, @Nullable String key) {
    RoomName name = RoomName.parse(typed);
    if (name == null) {
      return new Reply.Refused(Refusal.MALFORMED_NAME, RoomName.RULE);
    }
    RoomName renamed = renamedTo(session, typed);
    if (renamed != null && !session.rooms().contains(renamed)) {
      return new Reply.Refused(
          Refusal.ROOM_RENAMED, name + " is called " + renamed + " now: /join " + renamed + ".");
    }
    return join(session, nick, name, key); // Its members know, and may want another one.
  }

  private Reply join(Session session, Nick nick, RoomName name, @Nullable String key) {
    int limit = settings.limits().roomsPerSession();
    List<RoomName> own = session.rooms();
    if (limit > 0 && own.size() >= limit && !own.contains(name)) {
      return new Reply.Refused(
          Refusal.TOO_MANY_ROOMS, "You can be in no more rooms: the limit is " + limit + ".");
    }
    long now = TimeUnit.MILLISECONDS.toNanos(clock.millis());
    long wait = own.contains(name) ? 0 : session.joins(settings.limits(), now).takeOrWait(now);
    return wait == 0
        ? rooms.join(name, session, nick, key)
        : new Reply.Refused(
            Refusal.TOO_MANY_JOINS,
            "You join rooms too fast: wait " + wait + " s before the next one.");
  }

  private Reply leave(Session session, Nick nick, Room room, String text) {
    return rooms.leave(room, session, nick, Departure.LEFT, text, Cause.COMMAND)
        ? new Reply.Departed(room.name())
        : room.notAMember();
  }

  private static Reply say(
      Session session,
      Nick nick,
      Room room,
      LogEntry.Kind kind,
      String text,
      @Nullable String ref) {
    String clean = Text.cleanLines(text);
    Reply.Refused refused = TextRules.textRefusal(clean);
    return refused != null ? refused : room.say(session, kind, nick.value(), clean, ref);
  }

  private static Reply setTopic(Session session, Nick nick, Room room, String text) {
    Reply.Refused refused = TextRules.unfitTopic(text);
    if (refused != null) {
      return refused;
    }
    String clean = Text.remark(text);
    return room.say(session, LogEntry.Kind.TOPIC, nick.value(), clean, null);
  }

  /** Lists the members of a room, with addresses only for moderators who have an account. */
  private static Reply members(Session session, Room room) {
    boolean addresses =
        session.account() != null && room.access().of(session).isAtLeast(Role.MODERATOR);
    return new Reply.MemberList(room.name(), room.members(addresses));
  }

  /** Searches rooms of the session. */
  public Reply search(Session session, Command.Search search) {
    return history.search(session, search);
  }

  /** Returns the newest line of each room of the session. */
  public Reply newest(Session session, boolean topics) {
    return history.newest(session, topics);
  }
}
