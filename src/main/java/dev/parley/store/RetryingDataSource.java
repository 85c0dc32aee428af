package dev.parley.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.datasource.DelegatingDataSource;

/**
 * Opens the connections of a pool: tries again until the database answers. The pool itself would
 * wait twice as long after each failure, up to five seconds, and so fail for some time after the
 * database is back. Safe for use from any thread.
 */
final class RetryingDataSource extends DelegatingDataSource {

  private static final long RETRY = TimeUnit.MILLISECONDS.toNanos(100);

  private volatile @Nullable SQLException failure;
  private volatile boolean closed;

  RetryingDataSource(DataSource target) {
    super(target);
  }

  /** Returns why the last attempt has failed, or null where it has not. */
  @Nullable SQLException failure() {
    return failure;
  }

  /** Tries no more than once from now on, and ends attempts that are under way. */
  void close() {
    closed = true;
  }

  /**
   * Opens a connection, however long that takes.
   *
   * @throws SQLException after a failure where this is closed or the thread is interrupted
   */
  @Override
  public Connection getConnection() throws SQLException {
    while (true) {
      try {
        Connection connection = super.getConnection();
        failure = null;
        return connection;
      } catch (SQLException e) {
        failure = e;
        LockSupport.parkNanos(this, RETRY);
        if (closed || Thread.currentThread().isInterrupted()) {
          throw e;
        }
      }
    }
  }
}
