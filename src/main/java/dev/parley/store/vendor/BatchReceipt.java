package dev.parley.store.vendor;

import dev.parley.chat.history.LogEntry;
import java.time.Instant;
import java.util.List;

/**
 * Represents what the database answers to a batch of lines.
 *
 * @param number the number of the batch
 * @param places where the lines of each room are; those of a room that was deleted are not stored
 */
public record BatchReceipt(long number, List<Place> places) {

  /**
   * The place of a batch in the log of a room.
   *
   * @param room the id of the room
   * @param base the offset before the first line of the batch
   * @param at the time of its lines
   * @param others the lines up to the base that others appended since the offset that the batch
   *     knew, oldest first; not all of them where they are many
   */
  public record Place(int room, long base, Instant at, List<LogEntry> others) {}
}
