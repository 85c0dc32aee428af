package dev.parley.store.log;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Deque;
import java.util.List;

/**
 * Deletes rooms from the store in small steps, and allocates the ids of all rooms. The id of a room
 * is free again when its last line is deleted. A deletion that fails is tried again with the next
 * transaction. Confined to the writer.
 */
final class RoomDeletions {

  /**
   * The number of lines that are deleted at a time, so that lines to be stored do not wait for
   * long.
   */
  static final int LINES_AT_A_TIME = 1000;

  /** The largest id that fits beside the offset in the search index. */
  private static final int MAX_ID = 0x7f_ffff;

  private final BitSet ids = new BitSet();
  private int lastId;
  private final List<StoredRoom> pending = new ArrayList<>();
  private final Deque<RemainingLines> remaining = new ArrayDeque<>();

  /** The remaining lines of a deleted room. */
  private record RemainingLines(int room, long from, long to) {}

  /**
   * Allocates an id that no room has, and none had a moment ago: readers may still use that one.
   */
  int allocateId() {
    int next = ids.nextClearBit(lastId + 1);
    lastId = next <= MAX_ID ? next : ids.nextClearBit(1);
    ids.set(lastId);
    return lastId;
  }

  /** Marks the id of a room as used. */
  void reserveId(int id) {
    lastId = Math.max(lastId, id);
    ids.set(id);
  }

  /** Deletes a room with the next transaction. */
  void delete(RoomState room) {
    if (!room.stored.deleted) {
      room.stored.deleted = true;
      room.releaseMemory();
      if (room.stored.id != 0) {
        pending.add(room.stored);
      }
    }
  }

  boolean hasPending() {
    return !pending.isEmpty();
  }

  void write(WriterConnection connection) throws SQLException {
    for (StoredRoom room : pending) {
      if (connection.isShared()) {
        connection.deleteShared(room.id);
      } else {
        connection.deleteRolesAndBans(room.id);
        connection.markRoomDeleted(room.id);
      }
    }
  }

  /** Returns whether the lines of all deleted rooms that are known of are deleted. */
  boolean isDone() {
    return remaining.isEmpty();
  }

  void committed() {
    pending.stream()
        .filter(room -> !room.isShared()) // The lines of others are found by the caretaker.
        .forEach(room -> addRemaining(room.id, room.oldest, room.newest));
    pending.clear();
  }

  /** Adds a deleted room that still has these lines. */
  void addRemaining(int id, long from, long to) {
    remaining.add(new RemainingLines(id, from, to));
  }

  /** Deletes some of the remaining lines in a transaction, and returns whether there are more. */
  boolean step(WriterConnection connection) throws SQLException {
    RemainingLines next = remaining.peek();
    if (next == null) {
      return false;
    }
    long to = next.from + LINES_AT_A_TIME - 1;
    boolean all = to >= next.to;
    connection.deleteLines(next.room, next.from, all ? Long.MAX_VALUE : to);
    if (all) {
      connection.deleteRoomRow(next.room);
    }
    connection.commit();
    remaining.remove();
    if (all) {
      ids.clear(next.room);
    } else {
      remaining.addFirst(new RemainingLines(next.room, to + 1, next.to));
    }
    return !remaining.isEmpty();
  }
}
