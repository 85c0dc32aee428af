package dev.parley.chat.history;

import dev.parley.chat.name.RoomName;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * Describes the stored state of a room, except its log.
 *
 * @param name the name, as shown
 * @param topic the topic, empty for none
 * @param settings the settings
 * @param createdAt the time of creation, to the millisecond
 */
public record SavedRoom(RoomName name, String topic, RoomSettings settings, Instant createdAt) {

  /** Truncates the time to the millisecond. */
  public SavedRoom {
    createdAt = createdAt.truncatedTo(ChronoUnit.MILLIS);
  }

  /** Returns this room under another name. */
  public SavedRoom named(RoomName other) {
    return new SavedRoom(other, topic, settings, createdAt);
  }

  /** Returns this room with another topic. */
  public SavedRoom withTopic(String other) {
    return new SavedRoom(name, other, settings, createdAt);
  }
}
