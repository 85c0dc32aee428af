package dev.parley.log;

import dev.parley.chat.Entry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;

/**
 * Lines in SQLite, with the index of words in a table of its own. Triggers would do the same, at
 * three times the cost: at each of them the index writes out what it has gathered.
 */
final class SqliteLineTable implements LineTable {

  private static final int OFFSET_BITS = 40;

  private final PreparedStatement insert;
  private final PreparedStatement insertWords;
  private final PreparedStatement redact;
  private final PreparedStatement delete;
  private final PreparedStatement deleteWords;

  SqliteLineTable(Connection connection) throws SQLException {
    insert =
        connection.prepareStatement(
            """
            insert into line (room_id, "offset", at, kind, sender, text)
            values (?, ?, ?, ?, ?, ?)\
            """);
    insertWords =
        connection.prepareStatement("insert into line_words (rowid, words) values (?, ?)");
    redact =
        connection.prepareStatement(
            """
            update line set text = '', redacted = true where room_id = ? and "offset" = ?\
            """);
    delete =
        connection.prepareStatement(
            """
            delete from line where room_id = ? and "offset" between ? and ?\
            """);
    deleteWords = connection.prepareStatement("delete from line_words where rowid between ? and ?");
  }

  /** The number by which the index of words knows a line; a room's are in the order of offsets. */
  static long rowid(int room, long offset) {
    return ((long) room << OFFSET_BITS) | Math.min(offset, (1L << OFFSET_BITS) - 1);
  }

  @Override
  public void insert(int room, Iterable<Entry> lines) throws SQLException {
    for (Entry line : lines) {
      insert.setInt(1, room);
      insert.setLong(2, line.offset());
      insert.setLong(3, line.at().toEpochMilli());
      insert.setString(4, line.kind().name());
      insert.setString(5, line.from());
      insert.setString(6, line.text());
      insert.addBatch();
      insertWords.setLong(1, rowid(room, line.offset()));
      insertWords.setString(2, String.join(" ", SearchWords.of(line.text())));
      insertWords.addBatch();
    }
    insert.executeBatch();
    insertWords.executeBatch();
  }

  @Override
  public boolean redact(int room, long offset) throws SQLException {
    deleteWords(room, offset, offset);
    redact.setInt(1, room);
    redact.setLong(2, offset);
    return redact.executeUpdate() > 0;
  }

  @Override
  public void delete(int room, long from, long to) throws SQLException {
    deleteWords(room, from, to);
    delete.setInt(1, room);
    delete.setLong(2, from);
    delete.setLong(3, to);
    delete.executeUpdate();
  }

  private void deleteWords(int room, long from, long to) throws SQLException {
    deleteWords.setLong(1, rowid(room, from));
    deleteWords.setLong(2, rowid(room, to));
    deleteWords.executeUpdate();
  }
}
