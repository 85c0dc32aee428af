package dev.parley.store.log;

import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.SavedRoom;
import dev.parley.chat.name.RoomName;
import org.jspecify.annotations.Nullable;

/**
 * Holds the state of a room in the store, as of the last commit. Confined to the writer, but for
 * the id and the name.
 */
final class StoredRoom {

  final String epoch;

  /** The name, which can change. Read by any thread. */
  volatile RoomName name;

  /** The room's id in the store, 0 until it has one. Read by any thread. */
  volatile int id;

  /** True after the room was deleted: nothing more of it is stored. */
  boolean deleted;

  /** True after another epoch began in place of this one, in a fail-over that lost lines. */
  boolean renewed;

  /** The room as it was saved last. */
  @Nullable SavedRoom saved;

  /** True where the store notes that offsets beyond the stored ones may have been assigned. */
  boolean unlogged;

  /** The offset of the oldest line that is not deleted yet. */
  long oldest = 1;

  /** The offset of the newest line. */
  long newest;

  /** The time of the oldest line that was found not to have expired, or earlier. */
  long oldestAt = Long.MIN_VALUE;

  /** The order of its lines, in a log that is shared with other servers; otherwise null. */
  final @Nullable LineSequence sequence;

  StoredRoom(RoomName name, String epoch, @Nullable LineSequence sequence) {
    this.name = name;
    this.epoch = epoch;
    this.sequence = sequence;
  }

  /** Returns the retention of a room: its own, or the usual one. */
  static RetentionPolicy retention(SavedRoom room, RetentionPolicy usual) {
    RetentionPolicy own = room.settings().retention();
    return own == null ? usual : own;
  }

  /** Returns the reason for which nothing more is stored, as a sentence. */
  String goneReason() {
    return renewed
        ? "Your line is not stored: the database has lost lines in a fail-over."
        : name + " is gone.";
  }

  /** Returns whether the log is shared with other servers. Any thread. */
  boolean isShared() {
    return sequence != null;
  }
}
