package dev.parley.chat.moderation;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** For how long something holds, as people type it. */
public final class BanTerm {

  /** How it is typed, as a sentence for the person who typed something else. */
  public static final String RULE = "A time is like 30s, 10m, 2h, 7d, 1w or PT36H.";

  private static final Pattern SHORT = Pattern.compile("([0-9]{1,9})([smhdw])");

  /** Longer than that is for good: dates must stay within what dates can be. */
  private static final Duration LONGEST = Duration.ofDays(36_500);

  private BanTerm() {}

  /** The time that a text says ({@code 10m}, or ISO 8601), or null where it says none. */
  public static @Nullable Duration parse(String text) {
    Matcher matcher = SHORT.matcher(text.toLowerCase(Locale.ROOT));
    Duration time =
        matcher.matches() ? of(Long.parseLong(matcher.group(1)), matcher.group(2)) : iso(text);
    return time == null || !time.isPositive() || time.compareTo(LONGEST) > 0 ? null : time;
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
