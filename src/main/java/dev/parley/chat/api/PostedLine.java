package dev.parley.chat.api;

import dev.parley.chat.history.LogEntry;
import dev.parley.chat.name.RoomName;

/**
 * Represents a line that is stored in the log of a room.
 *
 * @param epoch the epoch of the log, which the offset belongs to
 */
public record PostedLine(RoomName room, String epoch, LogEntry entry) {

  /** Returns the room and the offset for the audit: {@code ops/7}. */
  public String path() {
    return room.value() + "/" + entry.offset();
  }
}
