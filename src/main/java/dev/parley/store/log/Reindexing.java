package dev.parley.store.log;

import dev.parley.chat.history.LogEntry;
import dev.parley.store.vendor.LineRange;
import dev.parley.store.vendor.LineTable;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Analyzes lines again that an earlier version has analyzed for the index, a few at a time, from
 * the newest of each room to its oldest. The table {@code line_words_rest} stores the progress in
 * the transaction of each step, so that it continues after a restart. Until then those lines are
 * found by their former words. Confined to the writer.
 */
final class Reindexing {

  private static final int LINES_AT_A_TIME = 500;

  private static final String NEXT =
      """
      select room_id, "offset" from line_words_rest order by room_id limit 1\
      """;

  private final Connection connection;
  private final LineTable lines;
  private boolean due;

  /** The lines of a room that are left, up to an offset. */
  private record Rest(int room, long offset) {}

  Reindexing(Connection connection, LineTable lines) throws SQLException {
    this.connection = connection;
    this.lines = lines;
    try (PreparedStatement select = connection.prepareStatement(NEXT);
        ResultSet row = select.executeQuery()) {
      due = row.next();
    }
  }

  /** Returns whether there may be lines left. */
  boolean isDue() {
    return due;
  }

  /** Analyzes some lines. */
  void step() throws SQLException {
    Rest rest = next();
    if (rest != null) {
      long lowest = reindex(rest);
      if (lowest > 1) {
        change("update line_words_rest set \"offset\" = ? where room_id = ?", lowest - 1, rest);
      } else {
        change("delete from line_words_rest where \"offset\" >= ? and room_id = ?", 0, rest);
      }
    }
    due = rest != null;
  }

  private @Nullable Rest next() throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(NEXT);
        ResultSet row = select.executeQuery()) {
      return row.next() ? new Rest(row.getInt(1), row.getLong(2)) : null;
    }
  }

  /** Returns the lowest offset that was reached, 0 where no line is left. */
  private long reindex(Rest rest) throws SQLException {
    List<LogEntry> page =
        LineReader.read(
            connection,
            new LineRange(rest.room, 1, rest.offset, Long.MIN_VALUE, true, LINES_AT_A_TIME));
    List<LogEntry> said = page.stream().filter(line -> !line.redacted()).toList();
    if (!said.isEmpty()) {
      lines.reindex(rest.room, said);
    }
    return page.isEmpty() ? 0 : page.getFirst().offset();
  }

  private void change(String statement, long offset, Rest rest) throws SQLException {
    try (PreparedStatement change = connection.prepareStatement(statement)) {
      change.setLong(1, offset);
      change.setInt(2, rest.room);
      change.executeUpdate();
    }
  }
}
