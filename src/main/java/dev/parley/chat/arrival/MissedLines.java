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
 * Reads the lines that a resumed session has missed from the rooms' logs, a piece at a time, oldest
 * line first, room after room.
 *
 * <p>A room is replayed until the session has been shown its newest line. Lines that are posted
 * meanwhile are {@linkplain #defers deferred}: they are not shown as events, but read from the log
 * later. So the log is the queue, and no line is shown twice or left out. Afterwards the room's
 * lines are shown as events.
 *
 * <p>Confined to the thread that writes to the session's connection: events delivered to that
 * thread after {@link #took} were posted after the lines taken. Only the log is read on another
 * thread.
 */
final class MissedLines implements Replay {

  /** The maximum number of missed lines of a room that are shown; the others are in the history. */
  static final int MAX_LINES = 5000;

  /** The number of lines that are read at a time. */
  static final int PAGE_SIZE = 500;

  private final ChatMetrics metrics;
  private final Executor blocking;
  private final Session session;
  private final long pieceBytes;
  private final Map<String, RoomReplay> rooms = new LinkedHashMap<>();

  /** Tracks the lines of one room that are yet to be shown. */
  private static final class RoomReplay {
    private final Room room;
    private @Nullable Gap gap;
    private long next;
    private long head;

    /** The offset at which a reader that has not caught up is disconnected. */
    private final long furthest;

    RoomReplay(Room room, @Nullable Gap gap, long next, long head) {
      this.room = room;
      this.gap = gap;
      this.next = next;
      this.head = head;
      this.furthest = head + MAX_LINES;
    }
  }

  /**
   * @param pieceBytes the approximate maximum size of a piece, in bytes
   */
  MissedLines(ChatMetrics metrics, Executor blocking, Session session, long pieceBytes) {
    this.metrics = metrics;
    this.blocking = blocking;
    this.session = session;
    this.pieceBytes = pieceBytes;
  }

  /**
   * Adds a room.
   *
   * @param gap the lines before the first that are not shown, null for none
   * @param next the offset of the first line to show
   * @param head the offset of the last line to show; later ones are yet to be posted
   */
  void add(Room room, @Nullable Gap gap, long next, long head) {
    if (gap != null || next <= head) {
      rooms.put(room.epoch(), new RoomReplay(room, gap, next, head));
    }
  }

  /** Returns whether a new line is deferred, because it will be read from the log. */
  @Override
  public boolean defers(Event.Posted line) {
    RoomReplay missed = rooms.get(line.epoch());
    if (missed == null) {
      return false;
    }
    missed.head = Math.max(missed.head, line.entry().offset());
    return true;
  }

  /** Removes a room that the session has left. */
  @Override
  public void leave(String epoch) {
    rooms.remove(epoch);
  }

  /** Returns whether a piece is still to be shown: the session may have left its room meanwhile. */
  @Override
  public boolean expects(Replayed piece) {
    return rooms.containsKey(piece.epoch());
  }

  /**
   * Reads the next piece; to be called again once the piece is {@linkplain #took taken}.
   *
   * @return {@link Replayed}, later, or {@link dev.parley.chat.api.Reply.Done} if all lines were
   *     shown
   */
  @Override
  public Reply next() {
    Iterator<RoomReplay> left = rooms.values().iterator();
    if (!left.hasNext()) {
      return Reply.Done.INSTANCE;
    }
    RoomReplay missed = left.next();
    Gap gap = missed.gap;
    long from = missed.next;
    long to = missed.head;
    return new Reply.Deferred(
        CompletableFuture.supplyAsync(() -> read(missed.room, gap, from, to), blocking)
            .exceptionally(failure -> unreadable(missed.room, gap, from, to, failure)));
  }

  private Reply read(Room room, @Nullable Gap before, long from, long to) {
    List<LogEntry> lines =
        from > to
            ? List.of()
            : room.history()
                .read(new RoomLog.Query(from - 1, to + 1, List.of(), false, PAGE_SIZE, pieceBytes));
    if (room.isClosed()) {
      return new Replayed(
          room.name(), room.epoch(), null, List.of(), to); // The protocol is told by an event.
    }
    long first = lines.isEmpty() ? to + 1 : lines.getFirst().offset();
    return new Replayed(
        room.name(),
        room.epoch(),
        joined(before, from, first - from),
        lines.stream().filter(session::sees).toList(),
        lines.isEmpty() ? to : lines.getLast().offset());
  }

  /** Adds the lines that have expired since the replay began to the gap. */
  private static @Nullable Gap joined(@Nullable Gap before, long from, long expired) {
    if (before == null || expired == 0) {
      return before == null ? Gap.of(from, expired, 0) : before;
    }
    // Lines over the limit are older, so they have expired as well.
    return new Gap(before.from(), from + expired - 1, from + expired - before.from());
  }

  private Reply unreadable(Room room, @Nullable Gap before, long from, long to, Throwable failure) {
    Failures.report("Reading what was missed", failure, metrics);
    long expired = before == null ? 0 : before.expired();
    Gap gap = new Gap(before == null ? from : before.from(), to, expired);
    return new Replayed(room.name(), room.epoch(), from > to ? before : gap, List.of(), to);
  }

  /** Records that a piece is written. A reader that is too slow to catch up is disconnected. */
  @Override
  public void took(Replayed piece) {
    RoomReplay missed = rooms.get(piece.epoch());
    if (missed == null) {
      return;
    }
    missed.gap = null;
    missed.next = piece.upTo() + 1;
    if (missed.next > missed.head) {
      rooms.remove(piece.epoch());
    } else if (missed.next > missed.furthest) {
      session.endpoint().close(Disconnect.of(Disconnect.Reason.SLOW_READER));
    }
  }

  /** Ends the replay and delivers the private messages that were kept. */
  @Override
  public void end() {
    rooms.clear();
    session.deliverMessages();
  }
}
