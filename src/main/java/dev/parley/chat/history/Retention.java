package dev.parley.chat.history;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Defines how much of a room's log is kept. What is left out is unlimited.
 *
 * @param lines the newest lines that are kept; 0 keeps no history at all
 * @param age how long a line is kept; zero keeps no history at all
 */
public record Retention(@Nullable Long lines, @Nullable Duration age) {

  /** Keeps all lines for ever. */
  public static final Retention UNLIMITED = new Retention(null, null);

  private static final Duration LONGEST = Duration.ofDays(365_000);

  /** Throws {@link IllegalArgumentException} where a bound is negative or beyond all calendars. */
  public Retention {
    if (lines != null && lines < 0) {
      throw new IllegalArgumentException("retention.lines must not be negative");
    }
    if (age != null && (age.isNegative() || age.compareTo(LONGEST) > 0)) {
      throw new IllegalArgumentException("retention.age must be from 0 to 365000 days");
    }
  }

  /** Returns whether nothing is kept: lines are delivered and dropped. */
  public boolean none() {
    return (lines != null && lines == 0) || (age != null && age.isZero());
  }
}
