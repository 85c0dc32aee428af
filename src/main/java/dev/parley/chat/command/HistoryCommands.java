package dev.parley.chat.command;

import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.ChatSettings;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Failures;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.LogPlace;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.history.TextAnalyzer;
import dev.parley.chat.room.Room;
import dev.parley.chat.room.Rooms;
import dev.parley.chat.session.Session;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the logs of a session's rooms for it. Safe for use from any thread. */
public final class HistoryCommands {

  private final ChatSettings settings;
  private final Rooms rooms;
  private final Executor blocking;
  private final ChatMetrics metrics;

  /**
   * @param blocking runs tasks that may block
   */
  public HistoryCommands(
      ChatSettings settings, Rooms rooms, Executor blocking, ChatMetrics metrics) {
    this.settings = settings;
    this.rooms = rooms;
    this.blocking = blocking;
    this.metrics = metrics;
  }

  /** Shows a session lines of a room that it is in. */
  Reply show(Session session, Room room, Command.Show command) {
    if (!room.contains(session)) {
      return room.notAMember();
    }
    int page = settings.historyPage();
    return switch (command) {
      case Command.ShowRecent(_, int lines) ->
          page(session, room, RoomLog.Query.newest(Math.clamp(lines, 1, page)));
      case Command.ShowAfter(_, long offset) ->
          page(session, room, RoomLog.Query.after(offset, page));
      case Command.ShowBefore(_, long offset) ->
          page(session, room, RoomLog.Query.before(Math.max(1, offset), page));
      case Command.ShowBetween(_, LogPlace from, LogPlace to, int lines, boolean topics) -> {
        Reply.Refused first = strange(room, from);
        Reply.Refused refused = first == null ? strange(room, to) : first;
        yield refused != null
            ? refused
            : later(() -> between(session, room, from, to, Math.clamp(lines, 1, page), topics));
      }
    };
  }

  private Reply page(Session session, Room room, RoomLog.Query query) {
    return later(
        () -> room.page(query.within(pieceBytes())).toReply(found -> found.seenBy(session)));
  }

  private long pieceBytes() {
    return settings.limits().replayPiece();
  }

  private Reply later(Supplier<Reply> reading) {
    return new Reply.Deferred(
        CompletableFuture.supplyAsync(reading, blocking)
            .exceptionally(failure -> Failures.historyUnavailable(failure, metrics)));
  }

  /** Returns the refusal of a line that is not of a room, or null. */
  private static Reply.@Nullable Refused strange(Room room, LogPlace place) {
    return place instanceof LogPlace.Line(String epoch, _)
            && epoch != null
            && !epoch.equals(room.epoch())
        ? new Reply.Refused(Refusal.NO_SUCH_MESSAGE, "That line is not of " + room.name() + ".")
        : null;
  }

  /** Reads the lines between two places, as often as it takes to find those that are shown. */
  private Reply.History between(
      Session session, Room room, LogPlace from, LogPlace to, int most, boolean topics) {
    boolean backwards = offset(room, from) > offset(room, to);
    long after = last(room, backwards ? to : from);
    long before = offset(room, backwards ? from : to);
    Predicate<LogEntry> shown =
        line ->
            session.sees(line)
                && !line.redacted()
                && (topics || line.kind() != LogEntry.Kind.TOPIC);
    List<LogEntry> found = new ArrayList<>();
    long bytes = pieceBytes();
    boolean more = true;
    while (more && found.size() < most && bytes > 0) {
      RoomLog.Query query =
          new RoomLog.Query(after, before, List.of(), backwards, most - found.size(), bytes);
      List<LogEntry> page = query.cut(room.read(query));
      more = !page.isEmpty();
      if (more) {
        List<LogEntry> lines = page.stream().filter(shown).toList();
        found.addAll(backwards ? 0 : found.size(), lines);
        bytes -= lines.stream().mapToLong(LogEntry::size).sum();
        before = backwards ? page.getFirst().offset() : before;
        after = backwards ? after : page.getLast().offset();
      }
    }
    return new Reply.History(
        room.name(),
        room.epoch(),
        found,
        backwards ? Reply.History.Direction.BACKWARDS : Reply.History.Direction.ONWARDS,
        more);
  }

  /** Returns the offset of the first line at a place or behind it. */
  private static long offset(Room room, LogPlace place) {
    return switch (place) {
      case LogPlace.Line(_, long offset) -> offset;
      case LogPlace.Time time -> room.offsetAt(time.at());
    };
  }

  /** Returns the offset of the last line at a place or before it. */
  private static long last(Room room, LogPlace place) {
    return switch (place) {
      case LogPlace.Line(_, long offset) -> offset;
      case LogPlace.Time time -> room.offsetAt(time.at().plusMillis(1)) - 1;
    };
  }

  /** Returns the newest line of each room of the session. */
  Reply newest(Session session, boolean topics) {
    return later(() ->
        new Reply.NewestLines(
            rooms.of(session).stream().flatMap(room -> newest(session, room, topics)).toList()));
  }

  private Stream<Reply.SearchHit> newest(Session session, Room room, boolean topics) {
    Reply.History newest = between(session, room, LogPlace.END, LogPlace.START, 1, topics);
    return newest.entries().stream()
        .map(line -> new Reply.SearchHit(room.name(), room.epoch(), line));
  }

  /** Searches the newest lines with all of the words, in all rooms of the session. */
  Reply search(Session session, String text) {
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
  private static List<Reply.SearchHit> hits(Session session, Room room, RoomLog.Query query) {
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
