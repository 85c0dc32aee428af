package dev.parley.log;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;

/** What SQLite and PostgreSQL do not have in common. Stateless. */
interface Dialect {

  /** The name of the database, as people know it. */
  String name();

  /** Where the migrations are, below {@code db/migration}. */
  String migrations();

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

  /** Looks for the lines of a range that have all of these words. */
  PreparedStatement search(Connection connection, LineRange range, List<String> words)
      throws SQLException;

  /** Has the numbers that a column gives by itself go on after the largest that is there. */
  void goOnNumbering(Connection connection, String table, String column) throws SQLException;

  /** Why something failed, as the end of a sentence that people read: {@code the disk is full}. */
  String reason(SQLException failure);
}
