package dev.parley.store.vendor;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Checks that a PostgreSQL database can be used. Stateless. */
final class PostgresCheck {

  private static final String POOLED =
      "it is behind a connection pooler that does not keep a connection for one client (PgBouncer:"
          + " pool_mode has to be session)";

  /** The number of comparisons: a pooler has other clients, too. */
  private static final int ROUNDS = 3;

  private static final String PROTOCOL_VIOLATION = "08P01";

  private PostgresCheck() {}

  /**
   * Returns the reason for which the database cannot be used, as the end of a sentence, or null.
   */
  static @Nullable String problem(DataSource source) throws SQLException {
    try (Connection connection = source.getConnection()) {
      String encoding = query(connection, "show server_encoding");
      if (!encoding.equals("UTF8")) {
        return "its encoding is " + encoding + ", which has to be UTF8";
      }
      return isPooled(connection, source) ? POOLED : null;
    }
  }

  /**
   * Returns whether a pooler runs the transactions of one connection in several processes of the
   * server, or those of several connections in one. Then the lock against a second server, and the
   * settings of a connection, are not this server's own.
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
          return true; // Transactions of several statements are not supported.
        }
        throw e;
      }
    }
    return false;
  }

  private static String process(Connection connection) throws SQLException {
    return query(connection, "select pg_backend_pid()");
  }

  private static String query(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      return row.next() ? row.getString(1) : "";
    }
  }
}
