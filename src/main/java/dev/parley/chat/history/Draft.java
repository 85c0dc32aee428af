package dev.parley.chat.history;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * Describes a {@link LogEntry} that has no offset yet.
 *
 * @param at the time of the line, to the millisecond; a log that several servers append to gives
 *     the line its own time instead
 * @param kind the kind of line
 * @param from the name of the author
 * @param text the clean text
 * @param key the idempotency key stored with it, null for none
 * @param ref the author's reference for the line, which is not stored, null for none
 */
public record Draft(
    Instant at,
    LogEntry.Kind kind,
    String from,
    String text,
    @Nullable PostKey key,
    @Nullable String ref) {

  /** Creates a draft without an idempotency key and a reference. */
  public Draft(Instant at, LogEntry.Kind kind, String from, String text) {
    this(at, kind, from, text, null, null);
  }

  /** Truncates the time to the millisecond, so that it is the same in all forms of the line. */
  public Draft {
    at = at.truncatedTo(ChronoUnit.MILLIS);
  }

  /** Returns the entry for this draft at an offset. */
  public LogEntry at(long offset) {
    return new LogEntry(offset, at, kind, from, text, false);
  }
}
