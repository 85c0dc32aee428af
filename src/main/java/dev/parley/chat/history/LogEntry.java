package dev.parley.chat.history;

import dev.parley.chat.name.Text;
import java.time.Instant;

/**
 * One line of a room's log.
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

  /** How many lines a text may have. */
  public static final int MOST_LINES = 100;

  /** What an entry is. */
  public enum Kind {
    /** Something said. */
    MESSAGE,
    /** Something done: {@code * alice waves}. */
    EMOTE,
    /** The room's topic became the text. */
    TOPIC
  }

  /** About so many bytes a line has in any form besides its text and its author's name. */
  private static final int FRAME = 200;

  /** About how many bytes this entry has when it is shown, whatever the form. */
  public int size() {
    return FRAME + Text.utf8Length(from) + Text.utf8Length(text);
  }

  /** This entry without its text. */
  public LogEntry redact() {
    return new LogEntry(offset, at, kind, from, "", true);
  }
}
