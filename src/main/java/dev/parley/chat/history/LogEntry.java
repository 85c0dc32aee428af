package dev.parley.chat.history;

import dev.parley.chat.name.Text;
import java.time.Instant;

/**
 * Represents one line of a room's log.
 *
 * @param offset its number in the room's epoch, from 1, without a gap
 * @param at when it was said
 * @param kind what it is
 * @param from the name of who said it
 * @param text what was said, clean ({@link Text#clean}); empty once redacted. May have several
 *     lines, separated by LF
 * @param redacted whether an operator has taken the text out; the offset stays
 */
public record LogEntry(
    long offset, Instant at, Kind kind, String from, String text, boolean redacted) {

  /** The maximum number of lines of a text. */
  public static final int MOST_LINES = 100;

  /** Enumerates the kinds of entries. */
  public enum Kind {
    /** A message. */
    MESSAGE,
    /** An action: {@code * alice waves}. */
    EMOTE,
    /** A change of the topic to the text. */
    TOPIC
  }

  /** The approximate size of a line without its text and author, in bytes. */
  private static final int FRAME = 200;

  /** Returns the approximate size of this entry when shown, in bytes, whatever the form. */
  public int size() {
    return FRAME + Text.utf8Length(from) + Text.utf8Length(text);
  }

  /** Returns this entry without its text. */
  public LogEntry redact() {
    return new LogEntry(offset, at, kind, from, "", true);
  }
}
