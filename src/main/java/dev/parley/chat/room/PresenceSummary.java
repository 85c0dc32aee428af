package dev.parley.chat.room;

import dev.parley.chat.api.Event;
import dev.parley.chat.name.RoomName;
import org.jspecify.annotations.Nullable;

/**
 * Counts arrivals and departures of a large room, to be told as one sum. Called with the room's
 * lock held.
 */
final class PresenceSummary {

  private final Room.Context context;
  private final Runnable due;
  private int joined;
  private int left;
  private boolean scheduled;

  /**
   * @param due called a while after a count began, without the room's lock; it is to {@link #take}
   *     it
   */
  PresenceSummary(Room.Context context, Runnable due) {
    this.context = context;
    this.due = due;
  }

  /** Counts an arrival if the room is large; otherwise false, and it is to be shown by itself. */
  boolean joined(int members) {
    boolean counted = begin(members);
    joined += counted ? 1 : 0;
    return counted;
  }

  /** Counts a departure if the room is large; otherwise false, and it is to be shown by itself. */
  boolean left(int members) {
    boolean counted = begin(members);
    left += counted ? 1 : 0;
    return counted;
  }

  private boolean begin(int members) {
    if (members <= context.settings().presenceLimit()) {
      return false;
    }
    if (!scheduled) {
      scheduled = true;
      context.alarm().after(context.settings().presenceInterval(), due);
    }
    return true;
  }

  /** Ends the count: the sum to show, or null where there is none. */
  Event.@Nullable PresenceSummarized take(RoomName room, String epoch, int members) {
    if (!scheduled) {
      return null;
    }
    Event.PresenceSummarized sum = new Event.PresenceSummarized(room, epoch, joined, left, members);
    scheduled = false;
    joined = 0;
    left = 0;
    return sum;
  }
}
