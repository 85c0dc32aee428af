package dev.parley.store.vendor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** What SQLite and PostgreSQL do not have in common. Stateless. */
public interface Database {

  /** The reason for a disk that has no space, as the end of a sentence. */
  String DISK_FULL = "the disk is full";

  /** The name of the database, as people know it. */
  String name();

  /** Where the migrations are, below {@code db/migration}. */
  String migrations();

  /**
   * Says why a database cannot be used although it answers, as the end of a sentence, or returns
   * null.
   */
  @Nullable String problem(DataSource source) throws SQLException;

  /** What the database isolates a reader by, as the pool of connections calls it. */
  String isolation();

  /**
   * Makes a connection the one that writes, for as long as it is open.
   *
   * @throws SQLException also where another server has such a connection
   */
  void claim(Connection connection) throws SQLException;

  /** The table of lines, to be changed over a connection. */
  LineTable lines(Connection connection) throws SQLException;

  /** Looks for the lines of a range that the index has all of these terms of. */
  PreparedStatement search(Connection connection, LineRange range, List<String> terms)
      throws SQLException;

  /** Has the numbers that a column gives by itself go on after the largest that is there. */
  void goOnNumbering(Connection connection, String table, String column) throws SQLException;

  /**
   * Whether the database refused the values that it was given, and works: others may be taken.
   *
   * @param failure one that came before the commit
   */
  boolean refusesValues(SQLException failure);

  /**
   * Takes the lock that a change needs, before anything is read: a transaction that has read before
   * cannot have it any more once another program has written.
   */
  void lockForChange(Connection connection) throws SQLException;

  /** Makes the journal of changes small again, where nothing is in the way. */
  void cutJournal(Connection connection) throws SQLException;

  /** Why something failed, as the end of a sentence that people read: {@code the disk is full}. */
  String reason(SQLException failure);
}
