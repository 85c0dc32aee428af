package dev.parley.http.stream;

import dev.parley.chat.history.LogEntry;
import dev.parley.chat.name.RoomName;
import org.springframework.http.MediaType;

/** A form that a room's lines are streamed or exported in. Safe for use from any thread. */
public sealed interface LineFormat permits EventStreamFormat, JsonLinesFormat, TextFormat {

  /** What it is called in HTTP. */
  MediaType type();

  /** What names of files in it end in, without the dot. */
  String extension();

  /** A line of a room's log. */
  String line(RoomName room, String epoch, LogEntry entry);

  /** In place of lines that have expired: those from an offset up to and with another. */
  String gap(RoomName room, String epoch, long from, long to);

  /** The last that is sent: why no more comes. */
  String bye(StreamEnd why);

  /** Something without a meaning, by which the other side and what is between notice life. */
  String heartbeat();
}
