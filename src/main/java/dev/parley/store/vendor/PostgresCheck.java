package dev.parley.store.vendor;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Checks that a database of PostgreSQL is one that can be used. Stateless. */
final class PostgresCheck {

  private static final String POOLED =
      "it is behind a connection pooler that does not keep a connection for one client (PgBouncer:"
          + " pool_mode has to be session)";

  /** How often connections are compared: a pooler has others to serve, too. */
  private static final int ROUNDS = 3;

  private static final String PROTOCOL_VIOLATION = "08P01";

  private PostgresCheck() {}

  /** Says why the database cannot be used, as the end of a sentence, or returns null. */
  static @Nullable String problem(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      String encoding = ask(connection, "show server_encoding");
      if (!encoding.equals("UTF8")) {
        return "its encoding is " + encoding + ", which has to be UTF8";
      }
      return isPooled(connection, source) ? POOLED : null;
    }
  }

  /**
   * Whether transactions of one connection are carried out by several of the server's processes, or
   * those of several connections by one: then the lock that keeps a second parley away, and what is
   * set for a connection, are not this server's own.
   */
  private static boolean isPooled(Connection connection, DataSource source) throws SQLException {
    Set<String> own = new HashSet<>();
    for (int round = 0; round < ROUNDS; round++) {
      own.add(process(connection));
      own.add(process(connection));
      try (Connection other = source.getConnection()) {
        other.setAutoCommit(false);
        String theirs = process(other);
        other.rollback();
        if (own.size() > 1 || own.contains(theirs)) {
          return true;
        }
      } catch (SQLException e) {
        if (PROTOCOL_VIOLATION.equals(e.getSQLState())) {
          return true; // No transactions of several statements.
        }
        throw e;
      }
    }
    return false;
  }

  private static String process(Connection connection) throws SQLException {
    return ask(connection, "select pg_backend_pid()");
  }

  private static String ask(Connection connection, String question) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(question)) {
      return row.next() ? row.getString(1) : "";
    }
  }
}
