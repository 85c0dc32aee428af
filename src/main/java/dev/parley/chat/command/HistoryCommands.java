package dev.parley.chat.command;

import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.ChatSettings;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Failures;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.LogPlace;
import dev.parley.chat.history.OffsetRange;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.history.TextAnalyzer;
import dev.parley.chat.name.Nick;
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
    return later(() ->
        room.history().page(query.within(pieceBytes())).toReply(found -> found.seenBy(session)));
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
    Found found =
        find(
            room,
            new RoomLog.Query(after, before, List.of(), backwards, most, pieceBytes()),
            shown);
    return new Reply.History(
        room.name(),
        room.epoch(),
        found.lines(),
        backwards ? Reply.History.Direction.BACKWARDS : Reply.History.Direction.ONWARDS,
        found.more());
  }

  /**
   * Holds lines, oldest first.
   *
   * @param more whether there may be more
   */
  private record Found(List<LogEntry> lines, boolean more) {}

  /** Reads lines that a query selects, as often as it takes to find those that are shown. */
  private static Found find(Room room, RoomLog.Query wanted, Predicate<LogEntry> shown) {
    boolean backwards = wanted.newest();
    List<LogEntry> found = new ArrayList<>();
    RoomLog.Query rest = wanted;
    boolean more = true;
    while (more && found.size() < wanted.limit() && rest.bytes() >= 0) {
      List<LogEntry> page = rest.cut(room.history().read(rest));
      more = !page.isEmpty();
      if (more) {
        List<LogEntry> lines = page.stream().filter(shown).toList();
        found.addAll(backwards ? 0 : found.size(), lines);
        rest =
            rest.between(
                    backwards ? rest.after() : page.getLast().offset(),
                    backwards ? page.getFirst().offset() : rest.before())
                .atMost(wanted.limit() - found.size())
                .within(rest.bytes() - lines.stream().mapToLong(LogEntry::size).sum());
      }
    }
    return new Found(found, more);
  }

  /** Returns the offset of the first line at a place or behind it. */
  private static long offset(Room room, LogPlace place) {
    return switch (place) {
      case LogPlace.Line(_, long offset) -> offset;
      case LogPlace.Time time -> room.history().offsetAt(time.at());
    };
  }

  /** Returns the offset of the last line at a place or before it. */
  private static long last(Room room, LogPlace place) {
    return switch (place) {
      case LogPlace.Line(_, long offset) -> offset;
      case LogPlace.Time time -> room.history().offsetAfter(time.at()) - 1;
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

  /** Searches rooms of the session. */
  Reply search(Session session, Command.Search search) {
    List<String> words = TextAnalyzer.words(search.words());
    String problem = search.words().isBlank() ? null : TextAnalyzer.problem(words);
    if (problem != null) {
      return new Reply.Refused(Refusal.INVALID_VALUE, "A search " + problem + ".");
    }
    Nick from = search.from() == null ? null : Nick.parse(search.from());
    if (from == null && search.from() != null) {
      return new Reply.Refused(Refusal.MALFORMED_NAME, Nick.RULE);
    }
    Room only = search.room() == null ? null : rooms.find(search.room());
    if (only == null && search.room() != null) {
      return Rooms.noSuchRoom(search.room());
    }
    if (only != null && !only.contains(session)) {
      return only.notAMember();
    }
    int page = Math.clamp(search.limit(), 1, settings.historyPage());
    boolean onwards = search.after() != null;
    RoomLog.Query query =
        new RoomLog.Query(0, Long.MAX_VALUE, words, from, !onwards, page + 1, pieceBytes());
    return later(() -> {
      Hits hits = new Hits(page, pieceBytes(), onwards);
      for (Room room : only == null ? rooms.of(session) : List.of(only)) {
        OffsetRange said = room.history().between(search.after(), search.before());
        hits.add(hits(session, room, query.between(said.after(), said.before())));
      }
      return hits.found();
    });
  }

  /**
   * Returns the hits of one room, those at the beginning of the search first: sorting by time keeps
   * that order for equal times.
   */
  private static List<Reply.SearchHit> hits(Session session, Room room, RoomLog.Query query) {
    List<LogEntry> found =
        find(room, query, line -> session.sees(line) && !line.redacted()).lines();
    return (query.newest() ? found.reversed() : found)
        .stream().map(entry -> new Reply.SearchHit(room.name(), room.epoch(), entry)).toList();
  }

  /** Collects the first hits of several rooms, and one more to detect further ones. */
  private static final class Hits {

    private static final Comparator<Reply.SearchHit> BY_TIME =
        Comparator.comparing(hit -> hit.entry().at());

    private final int page;
    private final long bytes;
    private final boolean onwards;
    private List<Reply.SearchHit> first = List.of();

    Hits(int page, long bytes, boolean onwards) {
      this.page = page;
      this.bytes = bytes;
      this.onwards = onwards;
    }

    void add(List<Reply.SearchHit> more) {
      first =
          Stream.concat(first.stream(), more.stream())
              .sorted(onwards ? BY_TIME : BY_TIME.reversed())
              .limit(page + 1L)
              .toList();
    }

    Reply found() {
      List<Reply.SearchHit> shown = new ArrayList<>();
      long size = 0;
      for (Reply.SearchHit hit : first) {
        size += hit.entry().size();
        if (shown.size() == page || (!shown.isEmpty() && size > bytes)) {
          break;
        }
        shown.add(hit);
      }
      return new Reply.SearchResults(
          onwards ? shown.reversed() : shown, onwards, shown.size() < first.size());
    }
  }
}
