package dev.parley.chat.arrival;

import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Failures;
import dev.parley.chat.api.Replay;
import dev.parley.chat.api.Reply;
import dev.parley.chat.api.Reply.Replayed;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.room.Room;
import dev.parley.chat.session.Session;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Reads what a session that came back has missed out of the rooms' logs, a piece at a time, oldest
 * line first, room after room.
 *
 * <p>A room is replayed until the session has been shown its newest line. Lines that are said
 * meanwhile are {@linkplain #defers deferred}: they are not shown as they are said, but read from
 * the log in their turn. So the log is the queue, and no line is shown twice or left out. From then
 * on the room's lines are shown as they are said.
 *
 * <p>Confined to the thread that writes to the session's connection: what that thread is handed
 * after {@link #took} is said after what was taken. Only the reading is done elsewhere.
 */
final class MissedLines implements Replay {

  /** The maximum number of missed lines of a room that are shown; the others are in the history. */
  static final int MOST_LINES = 5000;

  /** The number of lines that are read at a time. */
  static final int PAGE = 500;

  private final ChatMetrics monitor;
  private final Executor blocking;
  private final Session session;
  private final long pieceBytes;
  private final Map<RoomName, Missed> rooms = new LinkedHashMap<>();

  /** Tracks the lines of one room that are yet to be shown. */
  private static final class Missed {
    private final Room room;
    private @Nullable Gap gap;
    private long next;
    private long head;

    /** The offset past which a reader who has not caught up is disconnected. */
    private final long furthest;

    Missed(Room room, @Nullable Gap gap, long next, long head) {
      this.room = room;
      this.gap = gap;
      this.next = next;
      this.head = head;
      this.furthest = head + MOST_LINES;
    }
  }

  /**
   * @param pieceBytes about how many bytes of lines a piece has at the most
   */
  MissedLines(ChatMetrics monitor, Executor blocking, Session session, long pieceBytes) {
    this.monitor = monitor;
    this.blocking = blocking;
    this.session = session;
    this.pieceBytes = pieceBytes;
  }

  /**
   * Adds a room.
   *
   * @param gap what is not shown before the first line, null for nothing
   * @param next the offset of the first line to show
   * @param head the offset of the last line to show; those behind it have yet to be said
   */
  void add(Room room, @Nullable Gap gap, long next, long head) {
    if (gap != null || next <= head) {
      rooms.put(room.name(), new Missed(room, gap, next, head));
    }
  }

  /** Says whether a line is not to be shown now, as it will be read from the log. */
  @Override
  public boolean defers(Event.Posted line) {
    Missed missed = rooms.get(line.room());
    if (missed == null || !missed.room.epoch().equals(line.epoch())) {
      return false;
    }
    missed.head = Math.max(missed.head, line.entry().offset());
    return true;
  }

  /**
   * Drops a room that the session is no longer in.
   *
   * @param epoch the room's: another of its name stays
   */
  @Override
  public void leave(RoomName room, String epoch) {
    Missed missed = rooms.get(room);
    if (missed != null && missed.room.epoch().equals(epoch)) {
      rooms.remove(room);
    }
  }

  /** Says whether a piece is still to be shown: the session may have left its room meanwhile. */
  @Override
  public boolean expects(Replayed piece) {
    Missed missed = rooms.get(piece.room());
    return missed != null && missed.room.epoch().equals(piece.epoch());
  }

  /**
   * Reads the next piece; to be called again once that is {@linkplain #took taken}.
   *
   * @return {@link Replayed}, later, or {@link dev.parley.chat.api.Reply.Done} where all was shown
   */
  @Override
  public Reply next() {
    Iterator<Missed> left = rooms.values().iterator();
    if (!left.hasNext()) {
      return Reply.Done.INSTANCE;
    }
    Missed missed = left.next();
    Gap gap = missed.gap;
    long from = missed.next;
    long to = missed.head;
    return new Reply.Later(
        CompletableFuture.supplyAsync(() -> read(missed.room, gap, from, to), blocking)
            .exceptionally(failure -> unreadable(missed.room, gap, from, to, failure)));
  }

  private Reply read(Room room, @Nullable Gap before, long from, long to) {
    List<LogEntry> lines =
        from > to
            ? List.of()
            : room.read(new RoomLog.Query(from - 1, to + 1, List.of(), false, PAGE, pieceBytes));
    if (room.isClosed()) {
      return new Replayed(room.name(), room.epoch(), null, List.of(), to); // It will be told so.
    }
    long first = lines.isEmpty() ? to + 1 : lines.getFirst().offset();
    return new Replayed(
        room.name(),
        room.epoch(),
        joined(before, from, first - from),
        lines.stream().filter(session::sees).toList(),
        lines.isEmpty() ? to : lines.getLast().offset());
  }

  /** Joins what has expired since the replay began to the gap that was left out then. */
  private static @Nullable Gap joined(@Nullable Gap before, long from, long expired) {
    if (before == null || expired == 0) {
      return before == null ? Gap.of(from, expired, 0) : before;
    }
    // Those that were left out for being too many are older, so they have expired as well.
    return new Gap(before.from(), from + expired - 1, from + expired - before.from());
  }

  private Reply unreadable(Room room, @Nullable Gap before, long from, long to, Throwable failure) {
    Failures.report("Reading what was missed", failure, monitor);
    long expired = before == null ? 0 : before.expired();
    Gap gap = new Gap(before == null ? from : before.from(), to, expired);
    return new Replayed(room.name(), room.epoch(), from > to ? before : gap, List.of(), to);
  }

  /**
   * Records that a piece is written. A reader that is slower than those who speak would never be
   * done, and is closed.
   */
  @Override
  public void took(Replayed piece) {
    Missed missed = rooms.get(piece.room());
    if (missed == null || !expects(piece)) {
      return;
    }
    missed.gap = null;
    missed.next = piece.upTo() + 1;
    if (missed.next > missed.head) {
      rooms.remove(piece.room());
    } else if (missed.next > missed.furthest) {
      session.endpoint().close(Disconnect.of(Disconnect.Reason.SLOW_READER));
    }
  }

  /** Ends the replay: the private messages that were kept are shown next. */
  @Override
  public void end() {
    rooms.clear();
    session.deliverMail();
  }
}
