package dev.parley.store.vendor;

import dev.parley.chat.history.LogEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** Changes lines in PostgreSQL, which have their words in a column. */
public final class PostgresLineTable implements LineTable {

  private final PreparedStatement insert;
  private final PreparedStatement replaceWords;
  private final PreparedStatement redact;
  private final PreparedStatement delete;

  PostgresLineTable(Connection connection) throws SQLException {
    insert =
        connection.prepareStatement(
            """
            insert into line (room_id, "offset", at, kind, sender, text, words)
            values (?, ?, ?, ?, ?, ?, cast(? as tsvector))\
            """);
    replaceWords =
        connection.prepareStatement(
            """
            update line set words = cast(? as tsvector)
            where room_id = ? and "offset" = ? and not redacted\
            """);
    redact =
        connection.prepareStatement(
            """
            update line set text = '', redacted = true, words = null
            where room_id = ? and "offset" = ?\
            """);
    delete =
        connection.prepareStatement(
            """
            delete from line where room_id = ? and "offset" between ? and ?\
            """);
  }

  @Override
  public boolean insert(int room, Iterable<LogEntry> lines) throws SQLException {
    for (LogEntry line : lines) {
      insert.setInt(1, room);
      insert.setLong(2, line.offset());
      insert.setLong(3, line.at().toEpochMilli());
      insert.setString(4, line.kind().name());
      insert.setString(5, line.from());
      insert.setString(6, line.text());
      insert.setString(7, words(line));
      insert.addBatch();
    }
    execute(insert);
    return true;
  }

  /** Returns the words of a line for the index. */
  static String words(LogEntry line) {
    return String.join(" ", SearchTerms.of(line.from(), line.text()));
  }

  private static void execute(PreparedStatement batch) throws SQLException {
    try {
      batch.executeBatch();
    } catch (AssertionError e) {
      // The driver throws this at times when the connection is closed meanwhile.
      throw new SQLException("The connection was lost", "08006", e);
    }
  }

  /** Does nothing: lines are inserted in their place, and with their words. */
  @Override
  public boolean settle() {
    return false;
  }

  /** Does nothing, in the same way. */
  @Override
  public void settle(int room, long from, long to) {}

  @Override
  public void reindex(int room, List<LogEntry> lines) throws SQLException {
    for (LogEntry line : lines) {
      replaceWords.setString(1, words(line));
      replaceWords.setInt(2, room);
      replaceWords.setLong(3, line.offset());
      replaceWords.addBatch();
    }
    execute(replaceWords);
  }

  /** Returns false: the words are in the line's row, and are deleted with the redaction. */
  @Override
  public boolean isPurgeDue() {
    return false;
  }

  @Override
  public void purge() {}

  @Override
  public boolean redact(int room, long offset) throws SQLException {
    redact.setInt(1, room);
    redact.setLong(2, offset);
    return redact.executeUpdate() > 0;
  }

  @Override
  public void clear() throws SQLException {
    insert.clearBatch();
  }

  @Override
  public void delete(int room, long from, long to) throws SQLException {
    delete.setInt(1, room);
    delete.setLong(2, from);
    delete.setLong(3, to);
    delete.executeUpdate();
  }
}
