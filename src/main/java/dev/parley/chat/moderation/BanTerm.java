package dev.parley.chat.moderation;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Parses durations of bans, as people type them. */
public final class BanTerm {

  /** The syntax, as a sentence for people who typed something else. */
  public static final String RULE = "A time is like 30s, 10m, 2h, 7d, 1w or PT36H.";

  private static final Pattern SHORT = Pattern.compile("([0-9]{1,9})([smhdw])");

  /** The longest duration; a longer one is permanent, as dates have a limit. */
  private static final Duration MAX_TERM = Duration.ofDays(36_500);

  private BanTerm() {}

  /** Parses a duration ({@code 10m}, or ISO 8601), or returns null. */
  public static @Nullable Duration parse(String text) {
    Matcher matcher = SHORT.matcher(text.toLowerCase(Locale.ROOT));
    Duration time =
        matcher.matches() ? of(Long.parseLong(matcher.group(1)), matcher.group(2)) : iso(text);
    return time == null || !time.isPositive() || time.compareTo(MAX_TERM) > 0 ? null : time;
  }

  private static Duration of(long number, String unit) {
    return switch (unit) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      default -> Duration.ofDays(7 * number);
    };
  }

  private static @Nullable Duration iso(String text) {
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException malformed) {
      return null;
    }
  }
}
