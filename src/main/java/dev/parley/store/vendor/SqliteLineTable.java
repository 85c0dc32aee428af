package dev.parley.store.vendor;

import dev.parley.chat.history.LogEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;

/**
 * Changes lines in SQLite, whose index of words is a table of its own. The index costs much more
 * for a transaction than for a line, so words are added later than lines, many at a time.
 */
public final class SqliteLineTable implements LineTable {

  private static final int OFFSET_BITS = 40;
  private static final int LINES_AT_A_TIME = 1000;

  private final PreparedStatement insert;
  private final PreparedStatement insertWords;
  private final PreparedStatement selectUnindexed;
  private final PreparedStatement saveIndexed;
  private final PreparedStatement redact;
  private final PreparedStatement delete;
  private final PreparedStatement lowerEnd;
  private final PreparedStatement lowerRest;
  private final PreparedStatement deleteWords;
  private final IndexPurge purge;

  SqliteLineTable(Connection connection) throws SQLException {
    insert =
        connection.prepareStatement(
            """
            insert into line (room_id, "offset", at, kind, sender, text)
            values (?, ?, ?, ?, ?, ?)\
            """);
    insertWords =
        connection.prepareStatement("insert into line_words (rowid, words) values (?, ?)");
    selectUnindexed =
        connection.prepareStatement(
            """
            select "offset", text from line
            where room_id = ?1 and "offset" >
              coalesce((select "offset" from line_words_end where room_id = ?1), 0)
            order by "offset" limit ?2\
            """);
    saveIndexed =
        connection.prepareStatement(
            "insert or replace into line_words_end (room_id, \"offset\") values (?, ?)");
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
    // The newest lines may be deleted, and their offsets assigned to others.
    lowerEnd =
        connection.prepareStatement(
            """
            update line_words_end set "offset" = ?2 - 1
            where room_id = ?1 and "offset" between ?2 and ?3\
            """);
    lowerRest =
        connection.prepareStatement(
            """
            update line_words_rest set "offset" = ?2 - 1
            where room_id = ?1 and "offset" between ?2 and ?3\
            """);
    deleteWords = connection.prepareStatement("delete from line_words where rowid between ? and ?");
    purge = new IndexPurge(connection);
  }

  /** Returns the row id of a line in the index. The ids of a room are in the order of offsets. */
  public static long rowid(int room, long offset) {
    return ((long) room << OFFSET_BITS) | Math.min(offset, (1L << OFFSET_BITS) - 1);
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
      insert.addBatch();
    }
    insert.executeBatch();
    return false;
  }

  @Override
  public boolean index(int room) throws SQLException {
    selectUnindexed.setInt(1, room);
    selectUnindexed.setInt(2, LINES_AT_A_TIME);
    long last = 0;
    int count = 0;
    try (ResultSet line = selectUnindexed.executeQuery()) {
      while (line.next()) {
        last = line.getLong(1);
        addWords(room, last, line.getString(2));
        count++;
      }
    }
    if (count > 0) {
      insertWords.executeBatch();
      saveIndexed.setInt(1, room);
      saveIndexed.setLong(2, last);
      saveIndexed.executeUpdate();
    }
    return count == LINES_AT_A_TIME;
  }

  private void addWords(int room, long offset, String text) throws SQLException {
    insertWords.setLong(1, rowid(room, offset));
    insertWords.setString(2, String.join(" ", SearchTerms.of(text)));
    insertWords.addBatch();
  }

  @Override
  public void reindex(int room, SequencedMap<Long, String> textsByOffset) throws SQLException {
    for (long offset : textsByOffset.sequencedKeySet()) {
      deleteWords(room, offset, offset);
    }
    for (Map.Entry<Long, String> line : textsByOffset.sequencedEntrySet()) {
      addWords(room, line.getKey(), line.getValue());
    }
    insertWords.executeBatch();
  }

  @Override
  public boolean isPurgeDue() {
    return purge.isDue();
  }

  @Override
  public void purge() throws SQLException {
    purge.step();
  }

  @Override
  public boolean redact(int room, long offset) throws SQLException {
    deleteWords(room, offset, offset);
    purge.schedule();
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
    for (PreparedStatement lower : List.of(lowerEnd, lowerRest)) {
      lower.setInt(1, room);
      lower.setLong(2, from);
      lower.setLong(3, to);
      lower.executeUpdate();
    }
  }

  @Override
  public void clear() throws SQLException {
    insert.clearBatch();
    insertWords.clearBatch();
  }

  private void deleteWords(int room, long from, long to) throws SQLException {
    deleteWords.setLong(1, rowid(room, from));
    deleteWords.setLong(2, rowid(room, to));
    deleteWords.executeUpdate();
  }
}
