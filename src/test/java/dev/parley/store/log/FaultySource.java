package dev.parley.store.log;

import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Phaser;
import java.util.logging.Logger;
import java.util.regex.Pattern;
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

  /** The statements that change lines and rooms, but for those that move lines elsewhere. */
  private static final Pattern CHANGES =
      Pattern.compile(
          "append_lines|insert into (line|line_tail|room) \\([^()]*\\)\\s+values"
              + "|update line set text");

  private final DataSource real;
  private final Phaser commits = new Phaser(0);
  private final Queue<String> statements = new ConcurrentLinkedQueue<>();
  private final Queue<Connection> opened = new ConcurrentLinkedQueue<>();
  private volatile Fault fault = Fault.NONE;
  private volatile Fault atNextChange = Fault.NONE;
  private volatile boolean once;

  /** The connections with changes that are not committed. */
  private final Set<Connection> changed = ConcurrentHashMap.newKeySet();

  public FaultySource(DataSource real) {
    this.real = real;
  }

  public void fault(Fault next) {
    atNextChange = Fault.NONE;
    once = false;
    fault = next;
  }

  /**
   * Begins to break connections with the next commit of lines, rooms or redactions. The commits of
   * maintenance before it work.
   */
  void faultAtNextChange(Fault next) {
    once = false;
    atNextChange = next;
  }

  /** Breaks the connection at the next commit of lines, rooms or redactions only. */
  void faultOnce(Fault next) {
    once = true;
    atNextChange = next;
  }

  /** Breaks all connections at once, whatever they are doing. The database is not told. */
  void cut() throws SQLException {
    for (Connection connection : opened) {
      connection.abort(Runnable::run);
    }
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
    opened.add(connection);
    return proxy(
        Connection.class, (proxy, method, arguments) -> call(connection, method, arguments));
  }

  private static <T> T proxy(Class<T> type, InvocationHandler handler) {
    Object proxy =
        Proxy.newProxyInstance(FaultySource.class.getClassLoader(), new Class<?>[] {type}, handler);
    return type.cast(proxy);
  }

  private Object call(Connection connection, Method method, Object[] arguments) throws Throwable {
    if (method.getName().equals("commit")) {
      statements.add("commit");
      return commit(connection, connection, method, arguments);
    }
    if (fault == Fault.UNREACHABLE) {
      throw lost(connection);
    }
    Object result = invoke(connection, method, arguments);
    if (method.getName().equals("prepareStatement")) {
      statements.add((String) arguments[0]);
      String sql = arguments[0].toString();
      if (CHANGES.matcher(sql).find()) {
        return changing(connection, (PreparedStatement) result, sql.contains("append_lines"));
      }
    }
    return result;
  }

  /**
   * Returns a statement that notes its use.
   *
   * @param appends true where it commits by itself outside a transaction
   */
  private PreparedStatement changing(
      Connection connection, PreparedStatement statement, boolean appends) {
    return proxy(
        PreparedStatement.class,
        (proxy, method, arguments) -> {
          if (method.getName().startsWith("execute")) {
            changed.add(connection);
            if (appends && connection.getAutoCommit()) {
              return commit(connection, statement, method, arguments);
            }
          }
          return invoke(statement, method, arguments);
        });
  }

  private Object commit(Connection connection, Object target, Method method, Object[] arguments)
      throws Throwable {
    if (commits.getRegisteredParties() > 0) {
      var _ = commits.awaitAdvance(commits.getPhase());
    }
    Fault next = atNextChange;
    if (changed.remove(connection) && next != Fault.NONE) {
      atNextChange = Fault.NONE;
      fault = next;
    }
    Fault now = fault;
    if (once) {
      fault = Fault.NONE;
    }
    if (now == Fault.UNREACHABLE || now == Fault.BEFORE_COMMIT) {
      throw lost(connection);
    }
    Object result = invoke(target, method, arguments);
    if (now == Fault.AFTER_COMMIT) {
      throw lost(connection);
    }
    return result;
  }

  private static Object invoke(Object target, Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(target, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static SQLException lost(Connection connection) throws SQLException {
    connection.close();
    return lost();
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
