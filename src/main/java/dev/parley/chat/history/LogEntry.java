package dev.parley.chat.history;

import dev.parley.chat.name.Text;
import java.time.Instant;

/**
 * Represents one line of a room's log.
 *
 * @param offset the number in the room's epoch, from 1, without gaps
 * @param at the time of the line
 * @param kind the kind of line
 * @param from the name of the author
 * @param text the clean text ({@link Text#clean}); empty once redacted. May have several lines,
 *     separated by LF
 * @param redacted whether an operator has removed the text; the offset stays
 */
public record LogEntry(
    long offset, Instant at, Kind kind, String from, String text, boolean redacted) {

  /** The maximum number of lines of a text. */
  public static final int MAX_LINES = 100;

  /** Enumerates the kinds of entries. */
  public enum Kind {
    /** A message. */
    MESSAGE,
    /** An action: {@code * alice waves}. */
    EMOTE,
    /** A message to which no program answers. */
    NOTICE,
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
