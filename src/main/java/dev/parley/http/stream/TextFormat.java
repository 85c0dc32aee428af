package dev.parley.http.stream;

import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.TranscriptFormat;
import dev.parley.chat.name.RoomName;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * Formats lines as text for people, each with its time. A heartbeat is an empty line.
 *
 * @param clock gives the current day, whose date is left out; null to show the date in every line,
 *     as in a file
 */
record TextFormat(@Nullable Clock clock) implements LineFormat {

  @Override
  public MediaType type() {
    return new MediaType(MediaType.TEXT_PLAIN, StandardCharsets.UTF_8);
  }

  @Override
  public String extension() {
    return "txt";
  }

  @Override
  public String line(RoomName room, String epoch, LogEntry entry) {
    return clock == null
        ? TranscriptFormat.dated(room, entry)
        : TranscriptFormat.line(room, entry, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
  }

  @Override
  public String gap(RoomName room, String epoch, long from, long to) {
    String lines = from == to ? "line " + from + " has" : "lines " + from + " to " + to + " have";
    return TranscriptFormat.NOTICE + lines + " expired\n";
  }

  /** Returns nothing: what was written is on the screen already. */
  @Override
  public String redacted(RoomName room, String epoch, long offset) {
    return "";
  }

  @Override
  public String bye(StreamEnd why) {
    return TranscriptFormat.NOTICE + "bye: " + why.text() + "\n";
  }

  @Override
  public String heartbeat() {
    return "\n";
  }
}
