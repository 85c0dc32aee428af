package dev.parley.store.vendor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/** Implements the operations for SQLite, whose full-text index FTS5 is a table of its own. */
public final class SqliteDatabase implements Database {

  /** The time that a connection waits for another program that writes. */
  public static final Duration BUSY_TIMEOUT = Duration.ofSeconds(1);

  /** The number of pages in the journal after which they are copied into the database file. */
  private static final int CHECKPOINT_PAGES = 4000;

  @Override
  public String name() {
    return "SQLite";
  }

  /** Returns null: all encodings of SQLite are Unicode. */
  @Override
  public @Nullable String problem(DataSource source) {
    return null;
  }

  @Override
  public String isolation() {
    return "TRANSACTION_SERIALIZABLE";
  }

  @Override
  public String migrations() {
    return "sqlite";
  }

  /** Configures the connection. The lock of the data directory keeps other servers away. */
  @Override
  public void claim(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("pragma wal_autocheckpoint = " + CHECKPOINT_PAGES);
    }
  }

  @Override
  public String allLines() {
    return """
    (select room_id, "offset", at, kind, sender, text, redacted from line
    union all select room_id, "offset", at, kind, sender, text, false from line_tail)\
    """;
  }

  @Override
  public LineTable lines(Connection connection) throws SQLException {
    return new SqliteLineTable(connection);
  }

  /** Returns null: the file belongs to one server. */
  @Override
  public @Nullable LineAppender appender(Connection connection) {
    return null;
  }

  @Override
  public PreparedStatement search(Connection connection, LineRange range, List<String> terms)
      throws SQLException {
    // The cross join makes SQLite begin with the index, in the order of the offsets.
    PreparedStatement search =
        connection.prepareStatement(
            """
            select l."offset", l.at, l.kind, l.sender, l.text, l.redacted
            from line_words w cross join line l
            where w.line_words match ? and w.rowid between ? and ?
              and l.room_id = ? and l."offset" = w.rowid - ? and l.at >= ?
            order by w.rowid\
            """
                + range.order()
                + " limit ?");
    search.setString(1, query(terms));
    search.setLong(2, SqliteLineTable.rowid(range.room(), range.from()));
    search.setLong(3, SqliteLineTable.rowid(range.room(), range.to()));
    search.setInt(4, range.room());
    search.setLong(5, SqliteLineTable.rowid(range.room(), 0));
    search.setLong(6, range.since());
    search.setInt(7, range.limit());
    return search;
  }

  /** Quotes terms, so that none is read as an operator. */
  private static String query(List<String> terms) {
    return terms.stream().map(term -> '"' + term + '"').collect(Collectors.joining(" AND "));
  }

  /** Does nothing: SQLite numbers rows after the largest value. */
  @Override
  public void advanceSequence(Connection connection, String table, String column) {}

  @Override
  public boolean refusesValues(SQLException failure) {
    return switch (code(failure)) {
      case SQLITE_CONSTRAINT, SQLITE_TOOBIG, SQLITE_MISMATCH, SQLITE_RANGE -> true;
      default -> false;
    };
  }

  /** Takes the lock by an update that changes no row. */
  @Override
  public void lockForChange(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.executeUpdate("update server set instance = instance where false");
    }
  }

  private static SQLiteErrorCode code(SQLException failure) {
    SQLiteErrorCode code =
        failure instanceof SQLiteException e ? e.getResultCode() : SQLiteErrorCode.UNKNOWN_ERROR;
    return SQLiteErrorCode.getErrorCode(code.code & 0xFF);
  }

  /** Truncates the journal without waiting for readers, as that would delay lines to be stored. */
  @Override
  public void truncateJournal(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("pragma busy_timeout = 0");
      try {
        statement.execute("pragma wal_checkpoint(truncate)");
      } finally {
        statement.execute("pragma busy_timeout = " + BUSY_TIMEOUT.toMillis());
      }
    }
  }

  @Override
  public String reason(SQLException failure) {
    return switch (code(failure)) {
      case SQLITE_FULL -> DISK_FULL;
      case SQLITE_BUSY, SQLITE_LOCKED -> "the database is locked by another program";
      case SQLITE_READONLY, SQLITE_PERM -> "the database cannot be written to";
      case SQLITE_CANTOPEN -> "the file is not accessible";
      case SQLITE_CORRUPT, SQLITE_NOTADB -> "the database is damaged";
      case SQLITE_IOERR -> "the disk does not work";
      case SQLITE_CONSTRAINT, SQLITE_TOOBIG, SQLITE_MISMATCH, SQLITE_RANGE ->
          "the database does not take it";
      default -> "the database does not work";
    };
  }
}
