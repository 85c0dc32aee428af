package dev.parley.cluster;

import dev.parley.store.DatabaseFault;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens and aborts connections that are kept for a single use. Stateless. */
final class Connections {

  private static final Logger log = LoggerFactory.getLogger(Connections.class);

  private Connections() {}

  /**
   * Opens a connection.
   *
   * @param source a source of connections without a pool
   * @param timeout the time in milliseconds after which a database that does not answer counts as
   *     lost
   * @throws SQLException where the database cannot be reached
   */
  static Connection open(DataSource source, int timeout) throws SQLException {
    Connection connection = source.getConnection();
    connection.setNetworkTimeout(Runnable::run, timeout);
    return connection;
  }

  /** Aborts a connection, if there is one, without waiting for the database. */
  static void abort(@Nullable Connection connection) {
    try {
      if (connection != null) {
        connection.abort(Runnable::run);
      }
    } catch (SQLException e) {
      log.debug("The connection was lost already", DatabaseFault.of(e));
    }
  }
}
