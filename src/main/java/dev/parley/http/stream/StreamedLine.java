package dev.parley.http.stream;

import dev.parley.chat.api.Event;
import dev.parley.chat.history.LogEntry;
import java.nio.charset.StandardCharsets;

/**
 * A line in the form of a stream; one object for all streams of that form.
 *
 * @param offset its offset
 * @param bytes what is sent, not to be changed
 * @param bornNanos when it was handed over, in the time of {@link System#nanoTime}
 */
@SuppressWarnings("ArrayRecordComponent") // Not compared, and shared because it is not copied.
record StreamedLine(long offset, byte[] bytes, long bornNanos) {

  static StreamedLine of(LineFormat format, Event.Posted posted) {
    return of(format, posted, posted.entry());
  }

  /** What is left of a line. */
  static StreamedLine of(LineFormat format, Event.LineRedacted redacted) {
    return of(format, redacted, redacted.entry());
  }

  private static StreamedLine of(LineFormat format, Event.InRoom event, LogEntry entry) {
    String line = format.line(event.room(), event.epoch(), entry);
    return new StreamedLine(
        entry.offset(), line.getBytes(StandardCharsets.UTF_8), System.nanoTime());
  }
}
