package dev.parley.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.parley.chat.history.LogUnavailableException;
import dev.parley.store.vendor.Database;
import dev.parley.store.vendor.PostgresDatabase;
import dev.parley.store.vendor.SqliteDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteOpenMode;

/**
 * The database that everything is kept in, with the tables of this version. Safe for use from any
 * thread.
 */
public final class Store implements AutoCloseable {

  /** How long one who reads waits for a connection. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final int READERS = 4;

  /** How many threads can be in calls of an embedded database at a time: readers and a writer. */
  public static final int CONNECTIONS = READERS + 1;

  private final Database dialect;
  private final String where;
  private final DataSource writing;
  private final HikariDataSource reading;
  private final @Nullable DatabaseFile file;
  private final StoreHealth health;

  /** Held by whoever writes: SQLite has one writer at a time, and a fair turn starves nobody. */
  private final ReentrantLock writeTurn = new ReentrantLock(true);

  /** Something that is done over a connection, in a transaction of its own. */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    /** Does it; the transaction is committed where this returns, and undone where it throws. */
    T on(Connection connection) throws SQLException;
  }

  private Store(
      Database dialect,
      String where,
      DataSource writing,
      HikariConfig reading,
      @Nullable DatabaseFile file) {
    this.file = file;
    this.health = new StoreHealth(file);
    this.dialect = dialect;
    this.where = where;
    this.writing = writing;
    check();
    Migrations.run(this);
    if (file != null) {
      file.opened();
    }
    this.reading = new HikariDataSource(reading);
  }

  /**
   * Opens a file of SQLite, which is made where there is none. Only one server at a time may do so.
   *
   * @throws StoreException where it cannot be opened, or is of a newer version
   */
  public static Store sqlite(Path file) {
    return sqlite(file, 0);
  }

  /**
   * The same, which warns where little space is left.
   *
   * @param lowSpace below how many free bytes the disk counts as nearly full
   */
  public static Store sqlite(Path file, long lowSpace) {
    SQLiteDataSource source = Sqlite.source(file);
    Store store =
        of(
            new SqliteDatabase(),
            file.toString(),
            source,
            config -> {},
            new DatabaseFile(file, () -> lowSpace));
    // A file that was moved away is not to be replaced by an empty one.
    source.getConfig().resetOpenMode(SQLiteOpenMode.CREATE);
    return store;
  }

  /**
   * Opens a database of PostgreSQL.
   *
   * @param url its URL, {@code jdbc:postgresql:…}
   * @param tuning changes the pool of connections that are read with
   * @throws StoreException where it cannot be opened, or is of a newer version
   */
  public static Store postgres(
      String url, @Nullable String user, @Nullable String password, Consumer<HikariConfig> tuning) {
    return of(
        new PostgresDatabase(),
        url.replaceFirst("\\?.*", ""),
        Postgres.source(url, user, password),
        tuning);
  }

  public static Store of(
      Database dialect, String where, DataSource source, Consumer<HikariConfig> tuning) {
    return of(dialect, where, source, tuning, null);
  }

  public static Store of(
      Database dialect,
      String where,
      DataSource source,
      Consumer<HikariConfig> tuning,
      @Nullable DatabaseFile file) {
    HikariConfig reading = new HikariConfig();
    reading.setDataSource(source);
    reading.setPoolName("parley-read");
    // Left to find it out, the pool never does where its very first connection is lost.
    reading.setTransactionIsolation(dialect.isolation());
    reading.setMaximumPoolSize(READERS);
    reading.setMinimumIdle(1);
    reading.setConnectionTimeout(PATIENCE.toMillis());
    reading.setInitializationFailTimeout(-1);
    tuning.accept(reading);
    return new Store(dialect, where, source, reading, file);
  }

  private void check() {
    try {
      String problem = dialect.problem(writing);
      if (problem != null) {
        throw cannotBeOpened(problem, null);
      }
    } catch (SQLException e) {
      throw cannotBeOpened(e);
    }
  }

  /** Gives connections to read with. */
  public DataSource dataSource() {
    return reading;
  }

  /**
   * Changes what is kept besides the rooms and their lines. Waits for the disk: may block.
   *
   * @return what the work returns, once it is on the disk
   * @throws LogUnavailableException where nothing was changed
   */
  public <T extends @Nullable Object> T change(Work<T> work) {
    writeTurn.lock();
    try {
      checkFile();
      return inTransaction(
          writing,
          connection -> {
            dialect.lockForChange(connection);
            return work.on(connection);
          });
    } catch (SQLException e) {
      health.failed(reason(e), e);
      throw unavailable(e);
    } catch (LogUnavailableException e) {
      if (e.getCause() instanceof SQLException cause && !dialect.refusesValues(cause)) {
        health.failed(reason(cause), cause);
      }
      throw e;
    } finally {
      writeTurn.unlock();
    }
  }

  /**
   * Reads what is kept besides the rooms and their lines. Waits for the disk: may block.
   *
   * @throws LogUnavailableException where it cannot be read
   */
  public <T extends @Nullable Object> T read(Work<T> work) {
    return inTransaction(reading, work);
  }

  private <T extends @Nullable Object> T inTransaction(DataSource source, Work<T> work) {
    try (Connection connection = source.getConnection()) {
      connection.setAutoCommit(false);
      try {
        T result = work.on(connection);
        connection.commit();
        return result;
      } catch (SQLException | RuntimeException e) {
        rollback(connection, e);
        throw e;
      }
    } catch (SQLException e) {
      throw unavailable(e);
    }
  }

  /** A database that has undone everything by itself may complain: what failed first counts. */
  private static void rollback(Connection connection, Exception failure) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  private LogUnavailableException unavailable(SQLException failure) {
    return new LogUnavailableException(
        "That is not possible now: " + reason(failure) + ".", failure);
  }

  /** Checks that the database is where it was, before something is written. */
  public void checkFile() throws SQLException {
    if (file != null) {
      file.check();
    }
  }

  /** Checks the same of what belongs to a session that is open. */
  public void checkOpenFile() throws SQLException {
    if (file != null) {
      file.check();
      file.checkJournal();
    }
  }

  /** Whether the journal is to be cut. */
  public boolean hasLargeJournal() {
    return file != null && file.hasLargeJournal();
  }

  /** A session that wrote has ended. */
  public void disconnected() {
    if (file != null) {
      file.closed();
    }
  }

  /** Whether what is to be stored can be. */
  public StoreHealth health() {
    return health;
  }

  /** What kind of database it is, and what there is to know about it now. */
  public String describe() {
    String low = file == null ? null : file.lowSpace();
    return dialect.name() + (low == null ? "" : ": " + low);
  }

  /**
   * Whether the database refused the values that it was given, and works: asked for by themselves,
   * other changes may succeed.
   */
  public boolean refusesValues(LogUnavailableException failure) {
    return failure.getCause() instanceof SQLException e && dialect.refusesValues(e);
  }

  /** Held while the log writes. */
  public ReentrantLock writeTurn() {
    return writeTurn;
  }

  /** Gives connections to write with, without a pool: one that cannot be had fails at once. */
  DataSource writing() {
    return writing;
  }

  public Database dialect() {
    return dialect;
  }

  /** Where the database is, as people know it. */
  public String where() {
    return where;
  }

  /** Opens the connection that lines are written with. */
  public Connection connect() throws SQLException {
    Connection connection = writing.getConnection();
    try {
      dialect.claim(connection);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Why something failed, as the end of a sentence that people read. */
  public String reason(Throwable failure) {
    return switch (failure) {
      case DatabaseFile.MovedException _ -> "the file of the database was moved away or replaced";
      case TakenOverException _ -> "another server has taken over the database";
      case SQLException e -> dialect.reason(e);
      default -> "the server made a mistake";
    };
  }

  /** The sentence for the operator on why the server cannot start. */
  public StoreException cannotBeOpened(SQLException cause) {
    return cannotBeOpened(dialect.reason(cause), cause);
  }

  public StoreException cannotBeOpened(String reason, @Nullable Throwable cause) {
    String why = reason.replaceFirst("^the database ", "it ");
    return new StoreException("The database " + where + " cannot be opened: " + why + ".", cause);
  }

  @Override
  public void close() {
    reading.close();
  }
}
