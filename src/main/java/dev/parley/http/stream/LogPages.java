package dev.parley.http.stream;

import dev.parley.chat.api.Reply;
import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.operator.Operator;
import dev.parley.http.problem.RoomGone;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;

/** One life of a room's log, read a page at a time. Reading may block. */
public final class LogPages {

  /** How many lines are in memory at a time. */
  public static final int SIZE = 500;

  /** How many bytes of lines are in memory at a time, but for the last line. */
  public static final long BYTES = 64 * 1024;

  private final Operator operator;
  private final RoomInfo room;

  /**
   * @param room the room as it was found; once it is deleted, reading it is {@link
   *     dev.parley.http.problem.RoomGone}
   */
  public LogPages(Operator operator, RoomInfo room) {
    this.operator = operator;
    this.room = room;
  }

  /** The offset of the newest line. */
  long head() {
    RoomInfo now = operator.room(room.name().value());
    if (now == null) {
      throw new RoomGone(room.name());
    }
    return same(now).position().last();
  }

  /** A later state of the room, if it is still the same. */
  RoomInfo same(RoomInfo later) {
    if (!later.position().epoch().equals(room.position().epoch())) {
      throw new RoomGone(room.name());
    }
    return later;
  }

  /** Writes the lines behind those that are written, up to and with an offset, while wanted. */
  public void copy(LineWriter lines, long upTo, BooleanSupplier wanted) throws IOException {
    while (lines.last() < upTo && wanted.getAsBoolean()) {
      Reply.History page = read(lines.last(), upTo);
      for (LogEntry entry : page.entries()) {
        lines.line(entry);
      }
      if (!page.more()) {
        lines.expired(upTo);
      }
    }
  }

  private Reply.History read(long after, long upTo) {
    RoomLog.Query query = new RoomLog.Query(after, upTo + 1, List.of(), false, SIZE, BYTES);
    if (operator.messages(room.name().value(), query) instanceof Reply.History page
        && page.epoch().equals(room.position().epoch())) {
      return page;
    }
    throw new RoomGone(room.name());
  }
}
