package dev.parley.store.log;

import dev.parley.chat.history.SavedRoom;

/**
 * A row of the table of rooms.
 *
 * @param id the room's id
 * @param room what is saved of the room
 * @param epoch the epoch of its log
 * @param first the offset of the oldest line that has not expired
 * @param last the last offset that was given to a line, as far as the store knows
 * @param unlogged whether later ones may have been given to lines that were never stored
 */
public record RoomImage(
    int id, SavedRoom room, String epoch, long first, long last, boolean unlogged) {

  /** The same in another epoch. */
  public RoomImage in(String otherEpoch) {
    return new RoomImage(id, room, otherEpoch, first, last, unlogged);
  }
}
