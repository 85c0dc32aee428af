package dev.parley.store.vendor;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Implements the operations for PostgreSQL, with a {@code tsvector} in each line. */
public final class PostgresDatabase implements Database {

  /** The time to wait for the connection of a server that has died. */
  private static final String CLAIM_TIMEOUT = "5s";

  private static final String CLAIMED_BY_ANOTHER = "55P03";

  /** Raised by {@code append_lines} where the server has no row in the table of writers. */
  private static final String TAKEN_OVER = "PY001";

  /** The state of failures of a server whose lease is over, as {@code append_lines} raises it. */
  public static final String LEASE_OVER = "PY002";

  private static final String CLUSTERED = "PY003";

  /** The state of failures until it is known whether a fail-over has lost lines. */
  public static final String FAILED_OVER = "PY004";

  /** The state of failures of what was to be stored before the rooms began a new epoch. */
  public static final String LINES_LOST = "PY005";

  /** The time after which a paused server loses the rows that it has locked. */
  private static final String MAX_PAUSE = "2s";

  /** The time in milliseconds after which a shared database that does not answer counts as lost. */
  private static final int SHARED_TIMEOUT = 5_000;

  private static final String LOCK = "(hashtext('parley'), hashtext(current_schema()))";

  private final boolean shared;

  /** Creates the operations for a server that has the database for itself. */
  public PostgresDatabase() {
    this(false);
  }

  /**
   * @param shared whether other servers write to the database too
   */
  public PostgresDatabase(boolean shared) {
    this.shared = shared;
  }

  @Override
  public boolean isShared() {
    return shared;
  }

  @Override
  public String name() {
    return "PostgreSQL";
  }

  @Override
  public @Nullable String problem(DataSource source) throws SQLException {
    return PostgresCheck.problem(source);
  }

  @Override
  public String isolation() {
    return "TRANSACTION_READ_COMMITTED";
  }

  @Override
  public String migrations() {
    return "postgresql";
  }

  @Override
  public void claim(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      if (shared) {
        join(statement);
        connection.setNetworkTimeout(Runnable::run, SHARED_TIMEOUT);
      } else {
        claimAlone(statement);
      }
      // Lines that are shown have to be on the disk, whatever the database's default is.
      try (ResultSet mode = statement.executeQuery("show synchronous_commit")) {
        if (mode.next() && mode.getString(1).equals("off")) {
          statement.execute("set synchronous_commit = on");
        }
      }
    }
  }

  private static void claimAlone(Statement statement) throws SQLException {
    refuseCluster(statement);
    lock(statement, "pg_advisory_lock");
    refuseCluster(statement);
  }

  private static void refuseCluster(Statement statement) throws SQLException {
    if (isClustered(statement)) {
      throw new SQLException("The database belongs to a cluster", CLUSTERED);
    }
  }

  private static void join(Statement statement) throws SQLException {
    statement.execute("set idle_in_transaction_session_timeout = '" + MAX_PAUSE + "'");
    lock(statement, "pg_advisory_lock_shared");
    if (!isClustered(statement)) {
      statement.execute("select begin_cluster()");
    }
    statement.execute("select enter_timeline()");
  }

  private static void lock(Statement statement, String function) throws SQLException {
    statement.execute("set lock_timeout = '" + CLAIM_TIMEOUT + "'");
    statement.execute("select " + function + LOCK);
    statement.execute("reset lock_timeout");
  }

  private static boolean isClustered(Statement statement) throws SQLException {
    try (ResultSet row = statement.executeQuery("select clustered from server")) {
      return row.next() && row.getBoolean(1);
    }
  }

  @Override
  public String allLines() {
    return "line";
  }

  @Override
  public LineTable lines(Connection connection) throws SQLException {
    return new PostgresLineTable(connection);
  }

  @Override
  public LineAppender appender(Connection connection) throws SQLException {
    return new PostgresLineAppender(connection, shared);
  }

  @Override
  public PreparedStatement search(Connection connection, LineRange range, List<String> terms)
      throws SQLException {
    PreparedStatement search =
        connection.prepareStatement("select * from search_lines(?, ?, ?, ?, ?, ?, ?)");
    search.setInt(1, range.room());
    search.setLong(2, range.from());
    search.setLong(3, range.to());
    search.setLong(4, range.since());
    search.setBoolean(5, range.newest());
    search.setInt(6, range.limit());
    search.setArray(7, connection.createArrayOf("text", terms.toArray()));
    return search;
  }

  @Override
  public void advanceSequence(Connection connection, String table, String column)
      throws SQLException {
    try (PreparedStatement set =
        connection.prepareStatement(
            "select setval(pg_get_serial_sequence(?, ?), max("
                + column
                + ")) from "
                + table
                + " having count(*) > 0")) {
      set.setString(1, table);
      set.setString(2, column);
      set.execute();
    }
  }

  /** Recognizes the classes 22 (data), 23 (constraints) and 54 (limits). */
  @Override
  public boolean refusesValues(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    return state.startsWith("22") || state.startsWith("23") || state.startsWith("54");
  }

  /** Does nothing: rows are locked when they are changed. */
  @Override
  public void lockForChange(Connection connection) {}

  /** Does nothing: the server manages its journal. */
  @Override
  public void truncateJournal(Connection connection) {}

  @Override
  public String reason(SQLException failure) {
    String state = String.valueOf(failure.getSQLState());
    return switch (state) {
      case TAKEN_OVER -> "another server has taken over the database";
      case LEASE_OVER -> "this server was cut off from the database for too long";
      case FAILED_OVER -> "the database has failed over, and not all servers are back";
      case LINES_LOST -> "the database has lost lines in a fail-over";
      case CLUSTERED ->
          "the database belongs to a cluster, and parley.cluster.enabled is not true here";
      case CLAIMED_BY_ANOTHER -> "the database is in use by another parley server";
      case "53100" -> DISK_FULL;
      case "25006" -> "the database cannot be written to";
      case "28000", "28P01" -> "the database refuses the user or the password";
      case "08P01" -> "the database, or a pooler in front of it, does not accept the connection";
      case "3D000" -> "there is no such database";
      default -> refusesValues(failure) ? "the database does not take it" : unavailable(state);
    };
  }

  private static String unavailable(String state) {
    return state.startsWith("08") || state.startsWith("57")
        ? "the database cannot be reached"
        : "the database does not work";
  }
}
