package dev.parley.chat.room;

import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.Reply;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.OffsetRange;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.name.RoomIdentity;
import dev.parley.chat.name.RoomName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the log of one room. Safe for use from any thread. */
public final class RoomHistory {

  /** A time that no line has. */
  private static final Instant LATEST = Instant.MAX.minusSeconds(1);

  private final RoomIdentity room;
  private final RoomLog log;

  RoomHistory(RoomIdentity room, RoomLog log) {
    this.room = room;
    this.log = log;
  }

  /** Reads under the current name of the room, and again if it was renamed meanwhile. */
  private <T extends @Nullable Object> T ofLog(Function<RoomName, T> reading) {
    while (true) {
      RoomName name = room.name();
      T result = reading.apply(name);
      if (name.equals(room.name())) {
        return result;
      }
    }
  }

  /**
   * Reads the lines that a query selects, and whether there are more of them. May block. Refuses if
   * the room has been deleted meanwhile.
   */
  public Outcome<Reply.History> page(RoomLog.Query query) {
    List<LogEntry> found = read(query.atMost(query.limit() + 1));
    if (position() == null) {
      return new Outcome.Refused<>(Rooms.noSuchRoom(room.name().value()));
    }
    List<LogEntry> shown = query.cut(found);
    return new Outcome.Ok<>(
        new Reply.History(
            room.name(), room.epoch(), shown, direction(query), shown.size() < found.size()));
  }

  private static Reply.History.Direction direction(RoomLog.Query query) {
    if (!query.newest()) {
      return Reply.History.Direction.ONWARDS;
    }
    return query.before() == Long.MAX_VALUE
        ? Reply.History.Direction.NEWEST
        : Reply.History.Direction.BACKWARDS;
  }

  /**
   * Reads the lines that a query selects; none if the room is deleted, even if there is a new one
   * of its name. May block.
   */
  public List<LogEntry> read(RoomLog.Query query) {
    List<LogEntry> found = ofLog(name -> log.read(name, query));
    // Epochs are never reused: if it is the room's after the read, it was during the read.
    return position() == null ? List.of() : found;
  }

  /** Returns the newest lines that are in memory, oldest first. Does not block. */
  public List<LogEntry> recent(int limit) {
    return ofLog(name -> log.recent(name, limit));
  }

  /** Returns the line at an offset, or null. May block. */
  public @Nullable LogEntry entry(long offset) {
    return this.<@Nullable LogEntry>ofLog(name -> log.entry(name, offset));
  }

  /** Removes the text of a line, whose offset stays, and returns the line, or null. May block. */
  public @Nullable LogEntry redact(long offset) {
    return this.<@Nullable LogEntry>ofLog(name -> log.redact(name, offset));
  }

  /** Returns the offset of the first line at a time or after it. May block. */
  public long offsetAt(Instant at) {
    return ofLog(name -> log.offsetAt(name, at));
  }

  /** Returns the offset of the first line after a time, to the millisecond. May block. */
  public long offsetAfter(Instant at) {
    Instant last = at.truncatedTo(ChronoUnit.MILLIS);
    return offsetAt(last.isBefore(LATEST) ? last.plusMillis(1) : LATEST);
  }

  /**
   * Returns the offsets between which the lines were said from one time to another. May block.
   *
   * @param since the time of the earliest line, null for no bound
   * @param until the time of the latest line, null for no bound
   */
  public OffsetRange between(@Nullable Instant since, @Nullable Instant until) {
    return new OffsetRange(
        since == null ? 0 : offsetAt(since) - 1,
        until == null ? Long.MAX_VALUE : offsetAfter(until));
  }

  /** Returns the position of the room's log, or null if the room is deleted. Does not block. */
  public RoomLog.@Nullable Position position() {
    RoomLog.Position position = this.<RoomLog.@Nullable Position>ofLog(name -> log.position(name));
    return position != null && position.epoch().equals(room.epoch()) ? position : null;
  }
}
