package dev.parley.irc.output;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Formats and parses times as tags have them (IRCv3 server-time). Stateless. */
public final class ServerTime {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private static final Pattern FORM =
      Pattern.compile("\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d(\\.\\d{1,9})?Z");

  private ServerTime() {}

  /** Returns a time in UTC, to the millisecond. */
  public static String of(Instant at) {
    return FORMAT.format(at);
  }

  /** Parses a time in UTC, or returns null. */
  public static @Nullable Instant parse(String text) {
    try {
      return FORM.matcher(text).matches() ? Instant.parse(text) : null;
    } catch (DateTimeParseException noSuchTime) {
      return null;
    }
  }
}
