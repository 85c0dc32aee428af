package dev.parley.chat.api;

import dev.parley.chat.name.RoomName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Counts the lines of a room that a person has not read.
 *
 * @param epoch the epoch of the room in which the offset counts
 * @param seen the offset up to which the person has read
 * @param seenAt the time of that line, null if there is none
 * @param unread the number of messages and emotes of others after it, at most {@link #MAX_COUNTED}
 * @param mentions the number of those that have the person's name in them
 * @param more whether there are more lines than were counted
 */
public record UnreadCount(
    RoomName room,
    String epoch,
    long seen,
    @Nullable Instant seenAt,
    int unread,
    int mentions,
    boolean more) {

  /** The maximum number of lines that are counted. */
  public static final int MAX_COUNTED = 1000;
}
