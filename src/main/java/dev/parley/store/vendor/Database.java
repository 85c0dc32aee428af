package dev.parley.store.vendor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Provides the operations that differ between SQLite and PostgreSQL. Stateless. */
public interface Database {

  /** The reason for a disk that has no space, as the end of a sentence. */
  String DISK_FULL = "the disk is full";

  /** Returns the name of the database for people. */
  String name();

  /** Returns the folder of the migrations below {@code db/migration}. */
  String migrations();

  /**
   * Returns the reason for which a database that answers cannot be used, as the end of a sentence,
   * or null where there is none.
   */
  @Nullable String problem(DataSource source) throws SQLException;

  /** Returns the isolation level of readers, by the name that the connection pool has for it. */
  String isolation();

  /**
   * Makes a connection the only one that writes, for as long as it is open; where the database is
   * {@linkplain #isShared shared}, one of several.
   *
   * @throws SQLException also where another server has such a connection
   */
  void claim(Connection connection) throws SQLException;

  /** Returns whether other servers write to the database too. */
  default boolean isShared() {
    return false;
  }

  /**
   * Returns the table, or the query in brackets, that has all lines, also those that are not
   * {@linkplain LineTable#settle settled}.
   */
  String allLines();

  /** Prepares the statements that change the table of lines. */
  LineTable lines(Connection connection) throws SQLException;

  /**
   * Prepares the statement by which the database gives lines their offsets, or returns null where
   * the server counts them, as nobody else can append.
   */
  @Nullable LineAppender appender(Connection connection) throws SQLException;

  /** Prepares a search for the lines of a range that have all of these terms in the index. */
  PreparedStatement search(Connection connection, LineRange range, List<String> terms)
      throws SQLException;

  /** Advances the sequence of a column beyond its largest value. */
  void advanceSequence(Connection connection, String table, String column) throws SQLException;

  /**
   * Returns whether the database works, but refused the values that it was given: others may be
   * accepted.
   *
   * @param failure a failure from before the commit
   */
  boolean refusesValues(SQLException failure);

  /**
   * Takes the lock for a change before anything is read: a transaction that has read before cannot
   * get it any more once another program has written.
   */
  void lockForChange(Connection connection) throws SQLException;

  /** Truncates the journal, unless another program prevents it. */
  void truncateJournal(Connection connection) throws SQLException;

  /**
   * Returns the reason of a failure as the end of a sentence for people: {@code the disk is full}.
   */
  String reason(SQLException failure);
}
