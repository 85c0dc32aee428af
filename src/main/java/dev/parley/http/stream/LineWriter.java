package dev.parley.http.stream;

import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.name.RoomName;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * Writes the lines of one epoch of a room's log, in order and each once, and reports gaps of
 * expired lines. For one thread; writing may block.
 */
public final class LineWriter {

  private final LineFormat format;
  private final String epoch;
  private final OutputStream out;
  private RoomName name;
  private long last;

  /**
   * @param last the offset after which to begin
   */
  public LineWriter(LineFormat format, RoomInfo room, OutputStream out, long last) {
    this(format, room.name(), room.position().epoch(), out, last);
  }

  private LineWriter(LineFormat format, RoomName name, String epoch, OutputStream out, long last) {
    this.format = format;
    this.name = name;
    this.epoch = epoch;
    this.out = out;
    this.last = last;
  }

  /** Returns a writer that goes on where this one is, with another output. */
  LineWriter to(OutputStream other) {
    return new LineWriter(format, name, epoch, other, last);
  }

  /** Returns the offset up to which everything is written. */
  public long last() {
    return last;
  }

  /** Sets the name of the room, which can have been renamed. */
  void name(RoomName now) {
    name = now;
  }

  /** Writes a line, unless it was written before. */
  void line(LogEntry entry) throws IOException {
    if (entry.offset() > last) {
      next(entry.offset(), bytes(format.line(name, epoch, entry)));
    }
  }

  /** Writes an encoded line, unless it was written before; a redaction always. */
  void line(StreamedLine line) throws IOException {
    if (line.redaction()) {
      out.write(line.bytes());
    } else if (line.offset() > last) {
      next(line.offset(), line.bytes());
    }
  }

  private void next(long offset, byte[] line) throws IOException {
    expired(offset - 1);
    out.write(line);
    last = offset;
  }

  /** Writes the gap of expired lines up to an offset, unless they were written before. */
  void expired(long upTo) throws IOException {
    if (upTo > last) {
      out.write(bytes(format.gap(name, epoch, last + 1, upTo)));
      last = upTo;
    }
  }

  /** Writes a heartbeat. */
  void heartbeat() throws IOException {
    out.write(bytes(format.heartbeat()));
  }

  /** Writes the reason for the end. */
  void bye(StreamEnd why) throws IOException {
    out.write(bytes(format.bye(why)));
  }

  /** Flushes the output. */
  void flush() throws IOException {
    out.flush();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
