package dev.parley.chat.history;

import dev.parley.chat.name.RoomName;
import dev.parley.chat.name.Text;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Formats the lines of a room's log for people, the same in a terminal, a stream and a file. Each
 * line ends in LF, and begins in a way that no text of a user can imitate.
 *
 * <p>Stateless; any thread may call it.
 */
public final class TranscriptFormat {

  /** The prefix of notices of the server. */
  public static final String NOTICE = "-- ";

  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm ", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter DATE_AND_TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm ", Locale.ROOT).withZone(ZoneOffset.UTC);

  private TranscriptFormat() {}

  /** Formats a line with its time, and with its date if that is not today's. */
  public static String line(RoomName room, LogEntry entry, LocalDate today) {
    return line(stamp(entry.at(), today), "", room, entry);
  }

  /** Formats a line with its date and time. */
  public static String dated(RoomName room, LogEntry entry) {
    return line(DATE_AND_TIME.format(entry.at()), "", room, entry);
  }

  /**
   * Formats a line with a given stamp.
   *
   * @param stamp the time, may be empty
   * @param place the room, may be empty; left out if the line names the room itself
   */
  public static String line(String stamp, String place, RoomName room, LogEntry entry) {
    String from = entry.from();
    if (entry.redacted()) {
      return stamp + NOTICE + "A line of " + from + " was removed.\n";
    }
    return switch (entry.kind()) {
      case MESSAGE, NOTICE -> Text.prefixed(stamp + place + "<" + from + "> ", entry.text());
      case EMOTE -> Text.prefixed(stamp + place + "* " + from + " ", entry.text());
      case TOPIC -> stamp + NOTICE + topicChanged(room, entry) + "\n";
    };
  }

  private static String topicChanged(RoomName room, LogEntry entry) {
    return entry.text().isEmpty()
        ? entry.from() + " cleared the topic of " + room
        : entry.from()
            + " changed the topic of "
            + room
            + " to: "
            + entry.text().replace('\n', ' ');
  }

  /**
   * Formats a time in UTC, with the date before it if that is not today's, and a space after it.
   */
  public static String stamp(Instant at, LocalDate today) {
    boolean fromToday = LocalDate.ofInstant(at, ZoneOffset.UTC).equals(today);
    return (fromToday ? TIME : DATE_AND_TIME).format(at);
  }

  /** Formats a time in UTC, with a space after it. */
  public static String time(Instant at) {
    return TIME.format(at);
  }
}
