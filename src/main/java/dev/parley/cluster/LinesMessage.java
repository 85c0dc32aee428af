package dev.parley.cluster;

import dev.parley.chat.history.LogEntry;
import dev.parley.store.log.StoredLines;
import dev.parley.store.log.StoredLines.SharedLine;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes and reads lines as the body of a message: the id of the room and the epoch of its log, and
 * then, for each line, its offset, time, kind, the numbers of characters of its sender and text,
 * and its author's reference, if any, encoded as in a URL; and the sender and the text. A reader
 * ignores what a later version adds behind the reference.
 */
final class LinesMessage {

  /** The number of characters of lines in one message, unless it is a single one. */
  private static final int MAX_CHARACTERS = 2000;

  /** The index of the reference among the fields of a line. */
  private static final int REF = 5;

  private LinesMessage() {}

  /** Returns the bodies of messages that carry the lines. */
  static List<String> write(StoredLines stored) {
    List<String> bodies = new ArrayList<>();
    StringBuilder body = new StringBuilder();
    for (SharedLine line : stored.lines()) {
      if (!body.isEmpty() && body.length() + line.entry().text().length() > MAX_CHARACTERS) {
        bodies.add(body.toString());
        body.setLength(0);
      }
      if (body.isEmpty()) {
        body.append(stored.room()).append(' ').append(stored.epoch()).append('\n');
      }
      write(line, body);
    }
    if (!body.isEmpty()) {
      bodies.add(body.toString());
    }
    return bodies;
  }

  private static void write(SharedLine shared, StringBuilder body) {
    LogEntry line = shared.entry();
    String ref = shared.ref();
    body.append(line.offset()).append(' ').append(line.at().toEpochMilli()).append(' ');
    body.append(line.kind()).append(' ').append(line.from().length()).append(' ');
    body.append(line.text().length());
    if (ref != null) {
      body.append(' ').append(URLEncoder.encode(ref, StandardCharsets.UTF_8));
    }
    body.append('\n').append(line.from()).append(line.text());
  }

  /** Reads a body; returns null where it is malformed. */
  static @Nullable StoredLines read(String body) {
    try {
      int end = body.indexOf('\n');
      String[] header = body.substring(0, end).split(" ", -1);
      int room = Integer.parseInt(header[0]);
      String epoch = header[1];
      List<SharedLine> lines = new ArrayList<>();
      int at = end + 1;
      while (at < body.length()) {
        end = body.indexOf('\n', at);
        String[] fields = body.substring(at, end).split(" ", -1);
        int text = end + 1 + Integer.parseInt(fields[3]);
        at = text + Integer.parseInt(fields[4]);
        LogEntry entry =
            new LogEntry(
                Long.parseLong(fields[0]),
                Instant.ofEpochMilli(Long.parseLong(fields[1])),
                LogEntry.Kind.valueOf(fields[2]),
                body.substring(end + 1, text),
                body.substring(text, at),
                false);
        lines.add(new SharedLine(entry, fields.length > REF ? decoded(fields[REF]) : null));
      }
      return lines.isEmpty() ? null : new StoredLines(room, epoch, lines);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      return null;
    }
  }

  private static String decoded(String ref) {
    return URLDecoder.decode(ref, StandardCharsets.UTF_8);
  }
}
