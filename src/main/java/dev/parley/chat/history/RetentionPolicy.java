package dev.parley.chat.history;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Limits the part of a room's log that is kept. Null means no limit.
 *
 * @param lines the number of newest lines that are kept; 0 keeps no history
 * @param age the time for which a line is kept; zero keeps no history
 */
public record RetentionPolicy(@Nullable Long lines, @Nullable Duration age) {

  /** Keeps all lines without limit. */
  public static final RetentionPolicy UNLIMITED = new RetentionPolicy(null, null);

  private static final Duration MAX_AGE = Duration.ofDays(365_000);

  /**
   * Throws {@link IllegalArgumentException} if a limit is negative or out of the range of dates.
   */
  public RetentionPolicy {
    if (lines != null && lines < 0) {
      throw new IllegalArgumentException("retention.lines must not be negative");
    }
    if (age != null && (age.isNegative() || age.compareTo(MAX_AGE) > 0)) {
      throw new IllegalArgumentException("retention.age must be from 0 to 365000 days");
    }
  }

  /** Returns whether nothing is kept: lines are delivered, and not stored. */
  public boolean none() {
    return (lines != null && lines == 0) || (age != null && age.isZero());
  }
}
