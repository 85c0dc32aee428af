package dev.parley.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

/**
 * Runs statements with named parameters over a connection, within its open transaction. Failures
 * are those of the database, as with plain JDBC: messages of Spring's exceptions quote statements
 * and values. Stateless.
 */
public final class NamedSql {

  private NamedSql() {}

  /**
   * Runs statements by a client that is valid until this returns.
   *
   * @throws SQLException as the database threw it
   */
  public static <T extends @Nullable Object> T run(
      Connection connection, Function<JdbcClient, T> work) throws SQLException {
    try {
      return work.apply(JdbcClient.create(source(connection)));
    } catch (DataAccessException e) {
      throw databaseFailure(e);
    }
  }

  /**
   * Runs one statement for each of several rows, as a batch.
   *
   * @throws SQLException as the database threw it; some of the rows may be changed by then
   */
  static void runBatch(Connection connection, String statement, List<SqlParameterSource> rows)
      throws SQLException {
    try {
      new NamedParameterJdbcTemplate(source(connection))
          .batchUpdate(statement, rows.toArray(SqlParameterSource[]::new));
    } catch (DataAccessException e) {
      throw databaseFailure(e);
    }
  }

  /** Returns a source of this connection, which Spring does not close. */
  private static SingleConnectionDataSource source(Connection connection) {
    return new SingleConnectionDataSource(connection, false);
  }

  /** Returns the exception of the database; throws the failure itself where it has none. */
  private static SQLException databaseFailure(DataAccessException failure) {
    for (Throwable cause = failure.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof SQLException thrown) {
        return thrown;
      }
    }
    throw failure;
  }
}
