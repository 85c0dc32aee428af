package dev.parley.store.log;

import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Phaser;
import java.util.logging.Logger;
import javax.sql.DataSource;

/**
 * Gives connections to a database that works, and breaks them when a test asks for it. Records the
 * statements and commits.
 */
public final class FaultySource implements DataSource {

  /** Enumerates the ways in which a connection breaks. */
  public enum Fault {
    /** Nothing breaks. */
    NONE,
    /** No connection can be opened or used. */
    UNREACHABLE,
    /** The connection breaks before a commit. */
    BEFORE_COMMIT,
    /** The connection breaks after a commit, before its outcome is known. */
    AFTER_COMMIT
  }

  private final DataSource real;
  private final Phaser commits = new Phaser(0);
  private final Queue<String> statements = new ConcurrentLinkedQueue<>();
  private volatile Fault fault = Fault.NONE;

  public FaultySource(DataSource real) {
    this.real = real;
  }

  public void fault(Fault next) {
    fault = next;
  }

  /** Returns the statements and commits since the last call. */
  List<String> statements() {
    List<String> all = new ArrayList<>();
    for (String next = statements.poll(); next != null; next = statements.poll()) {
      all.add(next);
    }
    return all;
  }

  /** Delays commits until {@link #releaseCommits}. */
  void holdCommits() {
    var _ = commits.register();
  }

  /** Releases delayed commits. */
  void releaseCommits() {
    var _ = commits.arriveAndDeregister();
  }

  @Override
  public Connection getConnection() throws SQLException {
    if (fault == Fault.UNREACHABLE) {
      throw lost();
    }
    Connection connection = real.getConnection();
    return (Connection)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {Connection.class},
            (proxy, method, arguments) -> call(connection, method, arguments));
  }

  private Object call(Connection connection, Method method, Object[] arguments) throws Throwable {
    boolean commit = method.getName().equals("commit");
    if (commit || method.getName().equals("prepareStatement")) {
      statements.add(commit ? "commit" : (String) arguments[0]);
    }
    if (commit && commits.getRegisteredParties() > 0) {
      var _ = commits.awaitAdvance(commits.getPhase());
    }
    if (fault == Fault.UNREACHABLE || (commit && fault == Fault.BEFORE_COMMIT)) {
      connection.close();
      throw lost();
    }
    try {
      Object result = method.invoke(connection, arguments);
      if (commit && fault == Fault.AFTER_COMMIT) {
        connection.close();
        throw lost();
      }
      return result;
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static SQLException lost() {
    return new SQLException("The connection was lost", "08006");
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    return getConnection();
  }

  @Override
  public PrintWriter getLogWriter() throws SQLException {
    return real.getLogWriter();
  }

  @Override
  public void setLogWriter(PrintWriter out) throws SQLException {
    real.setLogWriter(out);
  }

  @Override
  public void setLoginTimeout(int seconds) throws SQLException {
    real.setLoginTimeout(seconds);
  }

  @Override
  public int getLoginTimeout() throws SQLException {
    return real.getLoginTimeout();
  }

  @Override
  public Logger getParentLogger() {
    return Logger.getGlobal();
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    return real.unwrap(type);
  }

  @Override
  public boolean isWrapperFor(Class<?> type) throws SQLException {
    return real.isWrapperFor(type);
  }
}
