package dev.parley.log;

import dev.parley.chat.history.Entry;
import java.sql.SQLException;
import java.util.List;

/** Removes expired lines from the store. Nobody is shown them meanwhile. Confined to the writer. */
final class Expiry {

  private Expiry() {}

  /** How many lines have expired that were not removed yet. */
  static long backlog(RoomState room) {
    return lastExpired(room) - room.row.oldest + 1;
  }

  private static long lastExpired(RoomState room) {
    return Math.min(room.position().first() - 1, room.row.newest);
  }

  /** Removes some of a room's expired lines, in a transaction; says whether it did. */
  static boolean step(RoomState room, LogSession session) throws SQLException {
    RoomRow row = room.row;
    if (row.deleted || row.id == 0) {
      return false;
    }
    findOldest(room, session);
    long to = Math.min(lastExpired(room), row.oldest + Deletions.LINES_AT_A_TIME - 1);
    if (to < row.oldest) {
      return false;
    }
    session.deleteLines(row.id, row.oldest, to);
    if (to == row.newest) {
      session.keepLast(row.id, room.position().last());
    }
    session.commit();
    row.oldest = to + 1;
    return true;
  }

  /** Looks how old the oldest lines are, where they are not in memory. */
  private static void findOldest(RoomState room, LogSession session) throws SQLException {
    long since = room.since();
    if (room.row.oldestAt >= since || !room.oldestIsInStoreAlone()) {
      return;
    }
    long from = room.position().first();
    LineRange oldest =
        new LineRange(
            room.row.id, from, room.row.newest, Long.MIN_VALUE, false, Deletions.LINES_AT_A_TIME);
    List<Entry> lines = Lines.read(session.connection(), oldest);
    for (Entry line : lines) {
      if (line.at().toEpochMilli() >= since) {
        room.row.oldestAt = line.at().toEpochMilli();
        room.expireBefore(line.offset());
        return;
      }
    }
    if (!lines.isEmpty()) {
      room.expireBefore(lines.getLast().offset() + 1);
    }
  }
}
