package dev.parley.store.log;

import dev.parley.chat.history.SavedRoom;

/**
 * Represents a row of the table of rooms.
 *
 * @param id the room's id
 * @param room the room's settings and topic
 * @param epoch the epoch of its log
 * @param first the offset of the oldest line that has not expired
 * @param last the last offset that was assigned, as far as the store knows
 * @param unlogged true where later offsets may have been assigned to lines that were not stored
 */
public record RoomRow(
    int id, SavedRoom room, String epoch, long first, long last, boolean unlogged) {

  /** Returns the same row with another epoch. */
  public RoomRow in(String otherEpoch) {
    return new RoomRow(id, room, otherEpoch, first, last, unlogged);
  }

  /** Returns the same row as it was before the lines after an offset. */
  RoomRow upTo(long offset) {
    return new RoomRow(id, room, epoch, first, Math.min(last, offset), unlogged);
  }
}
