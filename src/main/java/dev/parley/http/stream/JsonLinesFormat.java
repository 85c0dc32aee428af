package dev.parley.http.stream;

import dev.parley.chat.history.LogEntry;
import dev.parley.chat.name.RoomName;
import org.springframework.http.MediaType;
import tools.jackson.databind.json.JsonMapper;

/**
 * Formats lines as one JSON object each, as in the line protocol's JSON mode. A heartbeat is an
 * empty line.
 *
 * @param json writes the objects
 */
record JsonLinesFormat(JsonMapper json) implements LineFormat {

  private record GapLine(
      String type, String room, String epoch, long from, long to, long expired) {}

  private record RedactedLine(String type, String room, long offset, String epoch) {}

  private record Bye(String type, String reason, String text) {}

  @Override
  public MediaType type() {
    return MediaType.APPLICATION_NDJSON;
  }

  @Override
  public String extension() {
    return "ndjson";
  }

  @Override
  public String line(RoomName room, String epoch, LogEntry entry) {
    return write(MessageJson.of(room, epoch, entry));
  }

  @Override
  public String gap(RoomName room, String epoch, long from, long to) {
    return write(new GapLine("gap", room.value(), epoch, from, to, to - from + 1));
  }

  @Override
  public String redacted(RoomName room, String epoch, long offset) {
    return write(new RedactedLine("redacted", room.value(), offset, epoch));
  }

  @Override
  public String bye(StreamEnd why) {
    return write(new Bye("bye", why.code(), why.text()));
  }

  @Override
  public String heartbeat() {
    return "\n";
  }

  private String write(Object object) {
    return json.writeValueAsString(object) + "\n";
  }
}
