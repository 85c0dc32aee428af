package dev.parley.admin;

import dev.parley.chat.Event;
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
    String line = format.line(posted.room(), posted.epoch(), posted.entry());
    return new StreamedLine(
        posted.entry().offset(), line.getBytes(StandardCharsets.UTF_8), System.nanoTime());
  }
}
