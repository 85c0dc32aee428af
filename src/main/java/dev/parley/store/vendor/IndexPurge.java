package dev.parley.store.vendor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Removes the words of redacted lines from the index of SQLite for good. The index only marks a
 * line as deleted: its words stay in the file until their segment is merged with others. So all
 * segments are merged, a few pages at a time. The table {@code line_words_purge} has a row until
 * that is done, so that it begins again after a restart. Confined to the writer.
 *
 * @see <a href="https://sqlite.org/fts5.html#the_merge_command">The 'merge' command</a>
 */
final class IndexPurge {

  private static final int PAGES_AT_A_TIME = 64;

  /** The number of changes below which a merge has found nothing to do. */
  private static final int CHANGES_OF_A_MERGE = 2;

  private final PreparedStatement request;
  private final PreparedStatement done;
  private final PreparedStatement merge;
  private final PreparedStatement changes;
  private boolean due;
  private boolean merging;

  /**
   * True where a line was redacted since the merge began, which may have passed its segment
   * already.
   */
  private boolean repeat;

  IndexPurge(Connection connection) throws SQLException {
    request = connection.prepareStatement("insert or ignore into line_words_purge values (1)");
    done = connection.prepareStatement("delete from line_words_purge");
    merge =
        connection.prepareStatement(
            "insert into line_words (line_words, rank) values ('merge', ?)");
    changes = connection.prepareStatement("select total_changes()");
    try (PreparedStatement select = connection.prepareStatement("select 1 from line_words_purge");
        ResultSet row = select.executeQuery()) {
      due = row.next();
      repeat = due;
    }
  }

  /** Schedules a purge in the transaction that redacts a line. */
  void schedule() throws SQLException {
    request.executeUpdate();
    due = true;
    repeat |= merging;
  }

  boolean isDue() {
    return due;
  }

  /** Merges some pages. */
  void step() throws SQLException {
    long before = changes();
    // A negative number begins a merge of the whole index, a positive one continues it.
    merge.setInt(1, merging ? PAGES_AT_A_TIME : -PAGES_AT_A_TIME);
    merge.executeUpdate();
    merging = changes() - before >= CHANGES_OF_A_MERGE;
    if (!merging && !repeat) {
      done.executeUpdate();
      due = false;
    } else if (!merging) {
      repeat = false;
    }
  }

  private long changes() throws SQLException {
    try (ResultSet row = changes.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
