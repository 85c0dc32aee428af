package dev.parley.http.stream;

import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.Reply;
import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.operator.Operator;
import dev.parley.http.problem.RoomGoneException;
import java.io.IOException;
import java.util.List;
import java.util.function.BooleanSupplier;

/** Reads one epoch of a room's log, a page at a time. Reading may block. */
public final class LogPages {

  /** Maximum number of lines in memory at a time. */
  public static final int SIZE = 500;

  /** Maximum number of bytes of lines in memory at a time, without the last line. */
  public static final long BYTES = 64 * 1024;

  private final Operator operator;
  private final RoomInfo room;

  /**
   * @param room the room as it was found; after its deletion, reading throws {@link
   *     dev.parley.http.problem.RoomGoneException}
   */
  public LogPages(Operator operator, RoomInfo room) {
    this.operator = operator;
    this.room = room;
  }

  /** Returns the offset of the newest line. */
  long head() {
    RoomInfo now = operator.now(room);
    if (now == null) {
      throw new RoomGoneException(room.name());
    }
    return now.position().last();
  }

  /** Writes the lines that follow the written ones, up to and including an offset, while wanted. */
  public void copy(LineWriter lines, long upTo, BooleanSupplier wanted) throws IOException {
    while (lines.last() < upTo && wanted.getAsBoolean()) {
      Reply.History page = read(lines.last(), upTo);
      lines.name(page.room());
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
    if (operator.messages(room, query) instanceof Outcome.Ok<Reply.History>(Reply.History page)) {
      return page;
    }
    throw new RoomGoneException(room.name());
  }
}
