package dev.parley.chat.room;

import dev.parley.chat.api.Event;
import dev.parley.chat.name.RoomName;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Counts arrivals and departures of a large room, for one summary. Called with the room's lock
 * held.
 */
final class PresenceSummary {

  private final Room.Context context;
  private final Runnable due;
  private int joined;
  private int left;
  private boolean scheduled;

  /**
   * @param due called some time after a count began, without the room's lock; must {@link #take}
   *     the summary
   */
  PresenceSummary(Room.Context context, Runnable due) {
    this.context = context;
    this.due = due;
  }

  /**
   * Counts an arrival if the room is large; otherwise returns false, and the arrival is shown by
   * itself.
   */
  boolean joined(int members) {
    boolean counted = isLarge(members);
    begin(counted);
    joined += counted ? 1 : 0;
    return counted;
  }

  /**
   * Counts a departure if the room is large, or the arrival was counted; otherwise returns false,
   * and the departure is shown by itself.
   *
   * @param appeared whether the members were shown that the one who left was there
   */
  boolean left(int members, boolean appeared) {
    boolean counted = isLarge(members) || !appeared;
    begin(counted);
    left += counted ? 1 : 0;
    return counted;
  }

  private boolean isLarge(int members) {
    return members > context.settings().presenceLimit();
  }

  private void begin(boolean counted) {
    if (counted && !scheduled) {
      scheduled = true;
      context.scheduler().after(context.settings().presenceInterval(), due);
    }
  }

  /** Ends the count and returns the summary to show, or null if there is none. */
  @Nullable Function<RoomName, Event> take(String epoch, int members) {
    if (!scheduled) {
      return null;
    }
    int arrivals = joined;
    int departures = left;
    scheduled = false;
    joined = 0;
    left = 0;
    return room -> new Event.PresenceSummarized(room, epoch, arrivals, departures, members);
  }
}
