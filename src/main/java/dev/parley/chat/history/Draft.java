package dev.parley.chat.history;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Describes a {@link LogEntry} that has no offset yet.
 *
 * @param at when it was said, to the millisecond
 * @param kind what it is
 * @param from the name of who said it
 * @param text what was said, clean
 * @param key what it is posted under, to be stored along with it; null for nothing
 */
public record Draft(
    Instant at, LogEntry.Kind kind, String from, String text, @Nullable PostKey key) {

  /** Makes one that is posted under no key. */
  public Draft(Instant at, LogEntry.Kind kind, String from, String text) {
    this(at, kind, from, text, null);
  }

  /** Cuts the time to the millisecond, so that it is the same wherever the line is shown. */
  public Draft {
    at = at.truncatedTo(ChronoUnit.MILLIS);
  }

  /** Returns the entry for this draft at an offset. */
  public LogEntry at(long offset) {
    return new LogEntry(offset, at, kind, from, text, false);
  }
}
