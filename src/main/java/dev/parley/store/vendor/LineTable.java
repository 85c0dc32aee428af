package dev.parley.store.vendor;

import dev.parley.chat.history.LogEntry;
import java.sql.SQLException;
import java.util.SequencedMap;

/**
 * The table of lines with its index of words, as one connection changes it: with statements that
 * are prepared once. For one thread at a time.
 */
public interface LineTable {

  /**
   * Inserts lines of a room, oldest first; says whether the index has their words, which may be
   * left to {@link #index}.
   */
  boolean insert(int room, Iterable<LogEntry> lines) throws SQLException;

  /**
   * Puts the words of the oldest lines into the index that are not in it yet, and says whether
   * there are more such lines.
   */
  boolean index(int room) throws SQLException;

  /** Puts words into the index again in place of those that it has of some lines. */
  void reindex(int room, SequencedMap<Long, String> textsByOffset) throws SQLException;

  /** Returns whether the index still contains words of redacted lines, which nobody finds. */
  boolean isPurgeDue();

  /** Removes some of the words of redacted lines from the index for good. */
  void purge() throws SQLException;

  /** Takes the text and the words out of a line, and says whether there is one. */
  boolean redact(int room, long offset) throws SQLException;

  /** Forgets what was prepared and not carried out, after a failure. */
  void clear() throws SQLException;

  /** Deletes the lines from an offset to another. */
  void delete(int room, long from, long to) throws SQLException;
}
