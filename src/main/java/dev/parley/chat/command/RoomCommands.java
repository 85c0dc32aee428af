package dev.parley.chat.command;

import dev.parley.chat.api.Cause;
import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.ChatSettings;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Event.Departure;
import dev.parley.chat.api.Failures;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.history.TextAnalyzer;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.name.Text;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.Rooms;
import dev.parley.chat.room.TextRules;
import dev.parley.chat.session.Session;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Executes commands about rooms. */
public final class RoomCommands {

  private final ChatSettings settings;
  private final Rooms rooms;
  private final Executor blocking;
  private final Clock clock;
  private final ChatMetrics metrics;
  private final ReadingCommands reading;
  private final ModeratorCommands moderators;

  public RoomCommands(
      ChatSettings settings,
      Rooms rooms,
      Executor blocking,
      Clock clock,
      ChatMetrics metrics,
      ReadingCommands reading,
      ModeratorCommands moderators) {
    this.settings = settings;
    this.rooms = rooms;
    this.blocking = blocking;
    this.clock = clock;
    this.metrics = metrics;
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
      case Command.ShowRecent(_, int lines) -> recent(session, room, lines);
      case Command.ShowAfter(_, long offset) -> after(session, room, offset);
      case Command.ShowBefore(_, long offset) -> before(session, room, offset);
      case Command.MarkSeen(_, long offset) -> reading.markSeen(session, room, offset);
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
    return room == null || room.isHiddenFrom(session) ? null : room;
  }

  private Reply join(Session session, Nick nick, String typed, @Nullable String key) {
    RoomName name = RoomName.parse(typed);
    if (name == null) {
      return new Reply.Refused(Refusal.MALFORMED_NAME, RoomName.RULE);
    }
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

  private Reply recent(Session session, Room room, int lines) {
    if (!room.contains(session)) {
      return room.notAMember();
    }
    int page = Math.clamp(lines, 1, settings.historyPage());
    return history(session, room, RoomLog.Query.newest(page).within(pieceBytes()));
  }

  private Reply after(Session session, Room room, long offset) {
    if (!room.contains(session)) {
      return room.notAMember();
    }
    RoomLog.Query query = RoomLog.Query.after(offset, settings.historyPage());
    return history(session, room, query.within(pieceBytes()));
  }

  private Reply before(Session session, Room room, long offset) {
    if (!room.contains(session)) {
      return room.notAMember();
    }
    RoomLog.Query query = RoomLog.Query.before(Math.max(1, offset), settings.historyPage());
    return history(session, room, query.within(pieceBytes()));
  }

  private Reply history(Session session, Room room, RoomLog.Query query) {
    return later(() -> room.page(query).toReply(page -> page.seenBy(session)));
  }

  private long pieceBytes() {
    return settings.limits().replayPiece();
  }

  private Reply later(Supplier<Reply> reading) {
    return new Reply.Deferred(
        CompletableFuture.supplyAsync(reading, blocking)
            .exceptionally(failure -> Failures.historyUnavailable(failure, metrics)));
  }

  /** Searches the newest lines with all of the words, in all rooms of the session. */
  public Reply search(Session session, String text) {
    if (text.isBlank()) {
      return new Reply.Refused(Refusal.MISSING_ARGUMENT, "Search for what? /search WORDS");
    }
    List<String> words = TextAnalyzer.words(text);
    String problem = TextAnalyzer.problem(words);
    if (problem != null) {
      return new Reply.Refused(Refusal.INVALID_VALUE, "A search " + problem + ".");
    }
    int page = settings.historyPage();
    RoomLog.Query query = new RoomLog.Query(0, Long.MAX_VALUE, words, true, page + 1, pieceBytes());
    return later(() -> {
      Hits hits = new Hits(page, pieceBytes());
      for (Room room : rooms.of(session)) {
        hits.add(hits(session, room, query));
      }
      return hits.found();
    });
  }

  /**
   * Returns the hits of one room, the newest first: sorting by time keeps that order for equal
   * times.
   */
  private List<Reply.SearchHit> hits(Session session, Room room, RoomLog.Query query) {
    return room.read(query).reversed().stream()
        .filter(session::sees)
        .map(entry -> new Reply.SearchHit(room.name(), room.epoch(), entry))
        .toList();
  }

  /** Collects the newest hits of several rooms, and one more to detect further ones. */
  private static final class Hits {

    private static final Comparator<Reply.SearchHit> NEWEST_FIRST =
        Comparator.comparing((Reply.SearchHit hit) -> hit.entry().at()).reversed();

    private final int page;
    private final long bytes;
    private List<Reply.SearchHit> newest = List.of();

    Hits(int page, long bytes) {
      this.page = page;
      this.bytes = bytes;
    }

    void add(List<Reply.SearchHit> more) {
      newest =
          Stream.concat(newest.stream(), more.stream())
              .sorted(NEWEST_FIRST)
              .limit(page + 1L)
              .toList();
    }

    Reply found() {
      List<Reply.SearchHit> shown = new ArrayList<>();
      long size = 0;
      for (Reply.SearchHit hit : newest) {
        size += hit.entry().size();
        if (shown.size() == page || (!shown.isEmpty() && size > bytes)) {
          return new Reply.SearchResults(shown, true);
        }
        shown.add(hit);
      }
      return new Reply.SearchResults(shown, false);
    }
  }
}
