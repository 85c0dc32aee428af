package dev.parley.store.log;

import dev.parley.store.vendor.LineRange;
import java.sql.SQLException;
import java.util.List;

/**
 * Deletes expired lines from the store. Readers are not shown them meanwhile. Confined to the
 * writer.
 */
final class LineExpiry {

  /**
   * The interval in milliseconds at which a room is examined all of whose lines have times in the
   * future.
   */
  private static final long FUTURE_TIMES_INTERVAL = 60_000;

  private LineExpiry() {}

  /** Returns the number of expired lines that are not deleted yet. */
  static long backlog(RoomState room) {
    return lastExpired(room) - room.stored.oldest + 1;
  }

  private static long lastExpired(RoomState room) {
    return Math.min(room.position().first() - 1, room.stored.newest);
  }

  /**
   * Deletes some of the expired lines of a room in a transaction, and returns whether there were
   * any.
   */
  static boolean step(RoomState room, WriterConnection connection) throws SQLException {
    StoredRoom stored = room.stored;
    if (stored.deleted || stored.id == 0) {
      return false;
    }
    findOldest(room, connection);
    connection.endTransaction();
    long to = Math.min(lastExpired(room), stored.oldest + RoomDeletions.LINES_AT_A_TIME - 1);
    if (to < stored.oldest) {
      return false;
    }
    connection.deleteLines(stored.id, stored.oldest, to);
    if (to == stored.newest) {
      connection.saveLastOffset(stored.id, room.position().last());
    }
    connection.commit();
    stored.oldest = to + 1;
    return true;
  }

  /**
   * Determines the age of the oldest lines where they are not in memory. A time in the future is
   * wrong: such a line counts as being as old as the next one.
   */
  private static void findOldest(RoomState room, WriterConnection connection) throws SQLException {
    long since = room.expiryTime();
    boolean known = room.stored.oldestAt >= since && room.isPossible(room.stored.oldestAt);
    if (known || !room.isOldestOnlyInStore()) {
      return;
    }
    long first = room.position().first();
    long end = first;
    for (LineReader.Time line :
        times(room, connection, first, RoomDeletions.LINES_AT_A_TIME, Long.MAX_VALUE)) {
      if (room.isExpired(line.offset(), line.at(), since)) {
        end = line.offset() + 1;
      } else if (room.isPossible(line.at())) {
        room.stored.oldestAt = line.at();
        room.expireBefore(end);
        return;
      }
    }
    if (end > first) {
      room.expireBefore(end);
    } else {
      skipFutureTimes(room, connection, since);
    }
  }

  /**
   * Finds the oldest line that has a possible time: all before it count as being as old as it is.
   */
  private static void skipFutureTimes(RoomState room, WriterConnection connection, long since)
      throws SQLException {
    long first = room.position().first();
    List<LineReader.Time> next = times(room, connection, first, 1, room.latestPossible());
    if (next.isEmpty()) {
      room.stored.oldestAt = since + FUTURE_TIMES_INTERVAL;
    } else if (next.getFirst().at() < since) {
      room.expireBefore(next.getFirst().offset() + 1);
    } else {
      room.stored.oldestAt = next.getFirst().at();
    }
  }

  private static List<LineReader.Time> times(
      RoomState room, WriterConnection connection, long from, int limit, long latest)
      throws SQLException {
    if (room.stored.newest >= room.unsettledFrom()) {
      connection.settle(room.stored.id, from, room.stored.newest);
    }
    LineRange range =
        new LineRange(room.stored.id, from, room.stored.newest, Long.MIN_VALUE, false, limit);
    return LineReader.times(connection.jdbc(), range, latest);
  }
}
