package dev.parley.irc.output;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Formats times as tags have them (IRCv3 server-time). Stateless. */
public final class ServerTime {

  private static final DateTimeFormatter FORMAT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private ServerTime() {}

  /** Returns a time in UTC, to the millisecond. */
  public static String of(Instant at) {
    return FORMAT.format(at);
  }
}
