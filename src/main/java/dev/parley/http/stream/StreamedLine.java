package dev.parley.http.stream;

import dev.parley.chat.api.Event;
import dev.parley.chat.history.LogEntry;
import java.nio.charset.StandardCharsets;

/**
 * Holds a line, or the redaction of one, encoded in a stream's format; shared by all streams of
 * that format.
 *
 * @param offset the offset of the line
 * @param redaction whether it is the redaction of the line, which may have been written before
 * @param bytes the encoded line, not to be changed
 * @param bornNanos time of its delivery, by {@link System#nanoTime}
 */
@SuppressWarnings("ArrayRecordComponent") // Not compared, and shared because it is not copied.
record StreamedLine(long offset, boolean redaction, byte[] bytes, long bornNanos) {

  static StreamedLine of(LineFormat format, Event.Posted posted) {
    return of(format, posted, posted.entry());
  }

  /** Encodes the redaction of a line. */
  static StreamedLine redaction(LineFormat format, Event.LineRedacted redacted) {
    long offset = redacted.entry().offset();
    String line = format.redacted(redacted.room(), redacted.epoch(), offset);
    return new StreamedLine(offset, true, line.getBytes(StandardCharsets.UTF_8), System.nanoTime());
  }

  /** Encodes a redacted line. */
  static StreamedLine of(LineFormat format, Event.LineRedacted redacted) {
    return of(format, redacted, redacted.entry());
  }

  private static StreamedLine of(LineFormat format, Event.InRoom event, LogEntry entry) {
    String line = format.line(event.room(), event.epoch(), entry);
    return new StreamedLine(
        entry.offset(), false, line.getBytes(StandardCharsets.UTF_8), System.nanoTime());
  }
}
