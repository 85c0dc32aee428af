package dev.parley.admin;

import dev.parley.chat.history.Entry;
import dev.parley.chat.history.Transcript;
import dev.parley.chat.name.RoomName;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;

/**
 * Lines as people see them, each with its time. A heartbeat is an empty line.
 *
 * @param clock tells what today is, whose date is left out; null where every line has its date, as
 *     it should in a file
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
  public String line(RoomName room, String epoch, Entry entry) {
    return clock == null
        ? Transcript.dated(room, entry)
        : Transcript.line(room, entry, LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC));
  }

  @Override
  public String gap(RoomName room, String epoch, long from, long to) {
    String lines = from == to ? "line " + from + " has" : "lines " + from + " to " + to + " have";
    return Transcript.NOTICE + lines + " expired\n";
  }

  @Override
  public String bye(StreamEnd why) {
    return Transcript.NOTICE + "bye: " + why.text() + "\n";
  }

  @Override
  public String heartbeat() {
    return "\n";
  }
}
