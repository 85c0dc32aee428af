package dev.parley.store.vendor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Removes the words of redacted lines from the index of SQLite for good. To the index a deleted
 * line is only marked as such: its words stay in the file until the part that has them is merged
 * with others. So all of it is merged, a few pages at a time. The table {@code line_words_purge}
 * has a row while that is to be done, so that it is begun anew after a restart. Confined to the
 * writer.
 *
 * @see <a href="https://sqlite.org/fts5.html#the_merge_command">The 'merge' command</a>
 */
final class IndexPurge {

  private static final int PAGES_AT_A_TIME = 64;

  /** With fewer changes than this, a merge had nothing to do. */
  private static final int CHANGES_OF_A_MERGE = 2;

  private final PreparedStatement request;
  private final PreparedStatement done;
  private final PreparedStatement merge;
  private final PreparedStatement changes;
  private boolean due;
  private boolean merging;

  /** Whether a line was redacted since the merge began, which may have passed it already. */
  private boolean again;

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
      again = due;
    }
  }

  /** A line was redacted, in this transaction. */
  void request() throws SQLException {
    request.executeUpdate();
    due = true;
    again |= merging;
  }

  boolean isDue() {
    return due;
  }

  /** Merges some pages. */
  void step() throws SQLException {
    long before = changes();
    // A negative number has all of the index merged, those that follow continue with that.
    merge.setInt(1, merging ? PAGES_AT_A_TIME : -PAGES_AT_A_TIME);
    merge.executeUpdate();
    merging = changes() - before >= CHANGES_OF_A_MERGE;
    if (!merging && !again) {
      done.executeUpdate();
      due = false;
    } else if (!merging) {
      again = false;
    }
  }

  private long changes() throws SQLException {
    try (ResultSet row = changes.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
