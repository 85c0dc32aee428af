package dev.parley.http.stream;

import dev.parley.chat.history.LogEntry;
import dev.parley.chat.name.RoomName;
import org.springframework.http.MediaType;

/** Formats a room's lines for streams and exports. Safe for use from any thread. */
public sealed interface LineFormat permits EventStreamFormat, JsonLinesFormat, TextFormat {

  /** Returns the media type. */
  MediaType type();

  /** Returns the file extension, without the dot. */
  String extension();

  /** Formats a line of a room's log. */
  String line(RoomName room, String epoch, LogEntry entry);

  /** Formats the gap of expired lines, from an offset up to and including another. */
  String gap(RoomName room, String epoch, long from, long to);

  /** Formats the redaction of a line that was written; empty if it is not shown. */
  String redacted(RoomName room, String epoch, long offset);

  /** Formats the last event: the reason for the end. */
  String bye(StreamEnd why);

  /**
   * Returns a heartbeat, without content, by which the client and proxies see that the stream is
   * alive.
   */
  String heartbeat();
}
