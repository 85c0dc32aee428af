package dev.parley.chat;

import java.time.Instant;

/**
 * An {@link Entry} that has no offset yet.
 *
 * @param at when it was said
 * @param kind what it is
 * @param from the name of who said it
 * @param text what was said, clean
 */
public record Draft(Instant at, Entry.Kind kind, String from, String text) {

  /** This draft as the entry at an offset. */
  public Entry at(long offset) {
    return new Entry(offset, at, kind, from, text, false);
  }
}
