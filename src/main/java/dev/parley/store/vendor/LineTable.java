package dev.parley.store.vendor;

import dev.parley.chat.history.LogEntry;
import java.sql.SQLException;
import java.util.List;

/**
 * Changes the table of lines and its index of words over one connection, by statements that are
 * prepared once. For one thread at a time.
 */
public interface LineTable {

  /**
   * Inserts lines of a room, oldest first. Returns whether they are in their place, and their words
   * in the index; otherwise {@link #settle} is to be called before they are read.
   */
  boolean insert(int room, Iterable<LogEntry> lines) throws SQLException;

  /**
   * Moves the lines of any rooms to their place that were inserted first, adds their words to the
   * index, and returns whether there are more such lines.
   */
  boolean settle() throws SQLException;

  /** Settles all lines of all rooms. */
  default void settleAll() throws SQLException {
    while (settle()) {
      // Continues until all lines are in their place.
    }
  }

  /** Settles all lines if any of a range of offsets, both included, are not settled. */
  void settle(int room, long from, long to) throws SQLException;

  /** Replaces the words of some lines of a room in the index. */
  void reindex(int room, List<LogEntry> lines) throws SQLException;

  /** Returns whether the index still contains words of redacted lines, which no search finds. */
  boolean isPurgeDue();

  /** Removes some of the words of redacted lines from the index for good. */
  void purge() throws SQLException;

  /** Removes the text and the words of a line, and returns whether there is such a line. */
  boolean redact(int room, long offset) throws SQLException;

  /** Discards prepared rows that were not written, after a failure. */
  void clear() throws SQLException;

  /** Deletes the lines from one offset to another, both included. */
  void delete(int room, long from, long to) throws SQLException;
}
