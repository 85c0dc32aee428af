package dev.parley.chat.history;

import dev.parley.chat.name.RoomName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Describes the stored state of a room, except its log.
 *
 * @param name the room's name, as it is shown
 * @param topic its topic, empty where it has none
 * @param settings its settings
 * @param createdAt when it was made, to the millisecond
 */
public record SavedRoom(RoomName name, String topic, RoomSettings settings, Instant createdAt) {

  /** Cuts the time to the millisecond. */
  public SavedRoom {
    createdAt = createdAt.truncatedTo(ChronoUnit.MILLIS);
  }
}
