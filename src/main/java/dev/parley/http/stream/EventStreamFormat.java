package dev.parley.http.stream;

import dev.parley.chat.history.LogEntry;
import dev.parley.chat.name.RoomName;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.springframework.http.MediaType;

/**
 * Formats lines as server-sent events (HTML, 9.2). An event's id is the offset up to which its
 * reader has seen the room, so that a browser that reconnects continues after it.
 *
 * @param json formats the data of the events
 */
record EventStreamFormat(JsonLinesFormat json) implements LineFormat {

  @Override
  public MediaType type() {
    return new MediaType(MediaType.TEXT_EVENT_STREAM, StandardCharsets.UTF_8);
  }

  @Override
  public String extension() {
    return "txt";
  }

  @Override
  public String line(RoomName room, String epoch, LogEntry entry) {
    String name = entry.kind().name().toLowerCase(Locale.ROOT);
    return id(entry.offset()) + event(name, json.line(room, epoch, entry));
  }

  @Override
  public String gap(RoomName room, String epoch, long from, long to) {
    return id(to) + event("gap", json.gap(room, epoch, from, to));
  }

  @Override
  public String redacted(RoomName room, String epoch, long offset) {
    return event("redacted", json.redacted(room, epoch, offset));
  }

  @Override
  public String bye(StreamEnd why) {
    return event("bye", json.bye(why));
  }

  @Override
  public String heartbeat() {
    return ":\n\n";
  }

  private static String id(long offset) {
    return "id: " + offset + "\n";
  }

  private static String event(String name, String line) {
    return "event: " + name + "\ndata: " + line + "\n";
  }
}
