package dev.parley.chat.history;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Represents a place in a room's log, by which lines are selected. */
public sealed interface LogPlace {

  /** The place before all lines. */
  LogPlace START = new Line(null, 0);

  /** The place behind all lines. */
  LogPlace END = new Line(null, Long.MAX_VALUE);

  /**
   * The place of a line.
   *
   * @param epoch the epoch in which the offset counts, null for that of the room
   */
  record Line(@Nullable String epoch, long offset) implements LogPlace {
    @Override
    public LogPlace before() {
      return new Line(epoch, offset - 1);
    }
  }

  /**
   * The place of the lines of a time.
   *
   * @param at the time, to the millisecond
   */
  record Time(Instant at) implements LogPlace {
    /** Truncates the time to the millisecond, as lines have it. */
    public Time {
      at = at.truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public LogPlace before() {
      return new Time(at.minusMillis(1));
    }
  }

  /** Returns the place just before this one. */
  LogPlace before();
}
