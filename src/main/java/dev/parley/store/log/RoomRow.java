package dev.parley.store.log;

import dev.parley.chat.history.SavedRoom;
import dev.parley.chat.name.RoomName;
import org.jspecify.annotations.Nullable;

/** What the writer knows of a room's rows in the store. Confined to the writer, but for the id. */
final class RoomRow {

  final RoomName name;
  final String epoch;

  /** The room's id in the store, 0 as long as it has none. Read by any thread. */
  volatile int id;

  /** Whether the room was deleted: nothing more is stored of it. */
  boolean deleted;

  /** The room as it was saved last. */
  @Nullable SavedRoom saved;

  /** Whether offsets beyond the stored ones may have been given, as the store has it. */
  boolean unlogged;

  /** The offset of the oldest stored line that was not removed yet. */
  long oldest = 1;

  /** The offset of the newest stored line. */
  long newest;

  /** The time of the oldest line that was found not to have expired, or earlier. */
  long oldestAt = Long.MIN_VALUE;

  RoomRow(RoomName name, String epoch) {
    this.name = name;
    this.epoch = epoch;
  }
}
