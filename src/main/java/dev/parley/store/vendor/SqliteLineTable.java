package dev.parley.store.vendor;

import dev.parley.chat.history.LogEntry;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * Changes lines in SQLite, whose index of words is a table of its own. The index costs much more
 * for a transaction than for a line, so words are added later than lines, many at a time.
 */
public final class SqliteLineTable implements LineTable {

  private static final int OFFSET_BITS = 40;
  private static final int LINES_AT_A_TIME = 100;

  private final PreparedStatement insert;
  private final PreparedStatement insertWords;
  private final PreparedStatement selectTailPart;
  private final PreparedStatement selectInTail;
  private final PreparedStatement selectTailWords;
  private final PreparedStatement move;
  private final PreparedStatement deleteMoved;
  private final PreparedStatement redact;
  private final PreparedStatement delete;
  private final PreparedStatement lowerRest;
  private final PreparedStatement deleteWords;
  private final IndexPurge purge;

  SqliteLineTable(Connection connection) throws SQLException {
    insert =
        connection.prepareStatement(
            """
            insert into line_tail (room_id, "offset", at, kind, sender, text)
            values (?, ?, ?, ?, ?, ?)\
            """);
    insertWords =
        connection.prepareStatement("insert into line_words (rowid, words) values (?, ?)");
    selectTailPart =
        connection.prepareStatement(
            """
            select max(id), count(*) from (select id from line_tail order by id limit ?)\
            """);
    selectInTail =
        connection.prepareStatement(
            """
            select 1 from line_tail where room_id = ? and "offset" between ? and ? limit 1\
            """);
    // In the order of both tables, which would otherwise be written in small pieces.
    move =
        connection.prepareStatement(
            """
            insert into line (room_id, "offset", at, kind, sender, text)
            select room_id, "offset", at, kind, sender, text
            from line_tail where id <= ? order by room_id, "offset"\
            """);
    selectTailWords =
        connection.prepareStatement(
            """
            select room_id, "offset", sender, text from line_tail
            where id <= ? order by room_id, "offset"\
            """);
    deleteMoved = connection.prepareStatement("delete from line_tail where id <= ?");
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
  public boolean settle() throws SQLException {
    selectTailPart.setInt(1, LINES_AT_A_TIME);
    long last;
    int count;
    try (ResultSet part = selectTailPart.executeQuery()) {
      part.next();
      last = part.getLong(1);
      count = part.getInt(2);
    }
    if (count > 0) {
      addWords(last);
      move.setLong(1, last);
      move.executeUpdate();
      deleteMoved.setLong(1, last);
      deleteMoved.executeUpdate();
    }
    return count == LINES_AT_A_TIME;
  }

  @Override
  public void settle(int room, long from, long to) throws SQLException {
    if (isInTail(room, from, to)) {
      settleAll();
    }
  }

  private boolean isInTail(int room, long from, long to) throws SQLException {
    selectInTail.setInt(1, room);
    selectInTail.setLong(2, from);
    selectInTail.setLong(3, to);
    try (ResultSet line = selectInTail.executeQuery()) {
      return line.next();
    }
  }

  /** Adds the words of the lines of the tail to the index, up to an id. */
  private void addWords(long last) throws SQLException {
    selectTailWords.setLong(1, last);
    try (ResultSet line = selectTailWords.executeQuery()) {
      while (line.next()) {
        addWords(line.getInt(1), line.getLong(2), line.getString(3), line.getString(4));
      }
    }
    insertWords.executeBatch();
  }

  private void addWords(int room, long offset, String sender, String text) throws SQLException {
    insertWords.setLong(1, rowid(room, offset));
    insertWords.setString(2, String.join(" ", SearchTerms.of(sender, text)));
    insertWords.addBatch();
  }

  @Override
  public void reindex(int room, List<LogEntry> lines) throws SQLException {
    for (LogEntry line : lines) {
      deleteWords(room, line.offset(), line.offset());
    }
    for (LogEntry line : lines) {
      addWords(room, line.offset(), line.from(), line.text());
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
    settle(room, offset, offset);
    deleteWords(room, offset, offset);
    purge.schedule();
    redact.setInt(1, room);
    redact.setLong(2, offset);
    return redact.executeUpdate() > 0;
  }

  @Override
  public void delete(int room, long from, long to) throws SQLException {
    settle(room, from, to);
    deleteWords(room, from, to);
    delete.setInt(1, room);
    delete.setLong(2, from);
    delete.setLong(3, to);
    delete.executeUpdate();
    lowerRest.setInt(1, room);
    lowerRest.setLong(2, from);
    lowerRest.setLong(3, to);
    lowerRest.executeUpdate();
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
