package dev.parley.store;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.parley.chat.history.StoreUnavailableException;
import dev.parley.store.vendor.Database;
import dev.parley.store.vendor.PostgresDatabase;
import dev.parley.store.vendor.SqliteDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteOpenMode;

/**
 * Opens a database with the tables of this version, and gives access to it by transactions and
 * connections. Safe for use from any thread.
 */
public final class Store implements AutoCloseable {

  /** The time that a reader waits for a connection. */
  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(3);

  private static final int READERS = 4;

  /** The number of threads in calls of an embedded database at a time: readers and a writer. */
  public static final int CONNECTIONS = READERS + 1;

  private final Database database;
  private final String displayName;
  private final DataSource writing;
  private final RetryingDataSource readerSource;
  private final HikariDataSource reading;
  private final @Nullable DatabaseFile file;
  private final StoreHealth health;

  /** Guards writing: SQLite has one writer at a time. Fair, so that nobody starves. */
  private final ReentrantLock writeLock = new ReentrantLock(true);

  /** Statements that run in a transaction of their own. */
  @FunctionalInterface
  public interface Work<T extends @Nullable Object> {
    /** Runs the statements; the transaction is committed on return, and rolled back on a throw. */
    T on(JdbcClient client);
  }

  @FunctionalInterface
  private interface Transaction<T extends @Nullable Object> {
    T on(Connection connection) throws SQLException;
  }

  private Store(
      Database database,
      String displayName,
      DataSource writing,
      RetryingDataSource readerSource,
      HikariConfig reading,
      @Nullable DatabaseFile file) {
    this.readerSource = readerSource;
    this.file = file;
    this.health = new StoreHealth(file);
    this.database = database;
    this.displayName = displayName;
    this.writing = writing;
    check();
    Migrations.run(this);
    if (file != null) {
      file.rememberFile();
    }
    this.reading = new HikariDataSource(reading);
  }

  /**
   * Opens a file of SQLite, and creates it where there is none. Only one server at a time may do
   * so.
   *
   * @throws StoreException where it cannot be opened, or is of a newer version
   */
  public static Store sqlite(Path file) {
    return sqlite(file, 0);
  }

  /**
   * Opens a file of SQLite, and warns where little space is left.
   *
   * @param lowSpace the free bytes below which the disk counts as nearly full
   */
  public static Store sqlite(Path file, long lowSpace) {
    SQLiteDataSource source = SqliteDataSources.create(file);
    Store store =
        of(
            new SqliteDatabase(),
            file.toString(),
            source,
            config -> {},
            new DatabaseFile(file, () -> lowSpace));
    // A file that was moved away must not be replaced by an empty one.
    source.getConfig().resetOpenMode(SQLiteOpenMode.CREATE);
    return store;
  }

  /**
   * Opens a database of PostgreSQL.
   *
   * @param url its URL, {@code jdbc:postgresql:…}
   * @param tuning changes the settings of the pool of reading connections
   * @throws StoreException where it cannot be opened, or is of a newer version
   */
  public static Store postgres(
      String url, @Nullable String user, @Nullable String password, Consumer<HikariConfig> tuning) {
    return postgres(url, user, password, false, tuning);
  }

  /**
   * Opens a database of PostgreSQL.
   *
   * @param shared whether other servers write to it too
   */
  public static Store postgres(
      String url,
      @Nullable String user,
      @Nullable String password,
      boolean shared,
      Consumer<HikariConfig> tuning) {
    return of(
        new PostgresDatabase(shared),
        url.replaceFirst("\\?.*", ""),
        PostgresDataSources.create(url, user, password),
        tuning);
  }

  /** Opens a database by a source of connections. */
  public static Store of(
      Database database, String displayName, DataSource source, Consumer<HikariConfig> tuning) {
    return of(database, displayName, source, tuning, null);
  }

  /**
   * Opens a database by a source of connections.
   *
   * @param displayName the name of the database for people
   * @param tuning changes the settings of the pool of reading connections
   * @param file the file of an embedded database
   * @throws StoreException where it cannot be opened, or is of a newer version
   */
  public static Store of(
      Database database,
      String displayName,
      DataSource source,
      Consumer<HikariConfig> tuning,
      @Nullable DatabaseFile file) {
    HikariConfig reading = new HikariConfig();
    RetryingDataSource readerSource = new RetryingDataSource(source);
    reading.setDataSource(readerSource);
    reading.setPoolName("parley-read");
    // The pool cannot determine it where its very first connection is lost.
    reading.setTransactionIsolation(database.isolation());
    reading.setMaximumPoolSize(READERS);
    reading.setMinimumIdle(1);
    reading.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
    reading.setInitializationFailTimeout(-1);
    tuning.accept(reading);
    return new Store(database, displayName, source, readerSource, reading, file);
  }

  private void check() {
    try {
      String problem = database.problem(writing);
      if (problem != null) {
        throw cannotBeOpened(problem, null);
      }
    } catch (SQLException e) {
      throw cannotBeOpened(e);
    }
  }

  /** Returns the pool of connections to read with. */
  public DataSource dataSource() {
    return reading;
  }

  /**
   * Changes tables besides those of the rooms and their lines. Waits for the disk: may block.
   *
   * @return what the work returns, once it is on the disk
   * @throws StoreUnavailableException where nothing was changed
   */
  public <T extends @Nullable Object> T change(Work<T> work) {
    return write(connection -> NamedSql.run(connection, work::on));
  }

  /**
   * Runs one statement for each of several rows, in one transaction. Waits for the disk: may block.
   *
   * @throws StoreUnavailableException where nothing was changed
   */
  public void changeAll(String statement, List<SqlParameterSource> rows) {
    this.<@Nullable Void>write(connection -> {
      NamedSql.runBatch(connection, statement, rows);
      return null;
    });
  }

  private <T extends @Nullable Object> T write(Transaction<T> work) {
    writeLock.lock();
    try {
      checkFile();
      return inTransaction(
          writing,
          connection -> {
            database.lockForChange(connection);
            return work.on(connection);
          });
    } catch (SQLException e) {
      health.recordFailure(reason(e), e);
      throw unavailable(e);
    } catch (StoreUnavailableException e) {
      if (e.getCause() instanceof SQLException cause && !database.refusesValues(cause)) {
        health.recordFailure(reason(cause), cause);
      }
      throw e;
    } finally {
      writeLock.unlock();
    }
  }

  /**
   * Reads tables besides those of the rooms and their lines. Waits for the disk: may block.
   *
   * @throws StoreUnavailableException where they cannot be read
   */
  public <T extends @Nullable Object> T read(Work<T> work) {
    return inTransaction(reading, connection -> NamedSql.run(connection, work::on));
  }

  private <T extends @Nullable Object> T inTransaction(DataSource source, Transaction<T> work) {
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

  /** Rolls back. A database that has done so by itself may fail: the first failure counts. */
  private static void rollback(Connection connection, Exception failure) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      failure.addSuppressed(e);
    }
  }

  private StoreUnavailableException unavailable(SQLException failure) {
    return new StoreUnavailableException(
        "That is not possible now: " + reason(failure) + ".", failure);
  }

  /** Checks that the database is where it was, before something is written. */
  public void checkFile() throws SQLException {
    if (file != null) {
      file.check();
    }
  }

  /** Checks that the database and its journal are where they were, while a session is open. */
  public void checkOpenFile() throws SQLException {
    if (file != null) {
      file.check();
      file.checkJournal();
    }
  }

  /** Returns whether the journal is to be cut. */
  public boolean hasLargeJournal() {
    return file != null && file.hasLargeJournal();
  }

  /** Forgets the journal when the writing session is closed: the next one may have another. */
  public void forgetJournal() {
    if (file != null) {
      file.forgetJournal();
    }
  }

  /** Returns the health, which tells whether lines can be stored. */
  public StoreHealth health() {
    return health;
  }

  /** Describes the database: its name, and a warning where there is one. */
  public String describe() {
    String low = file == null ? null : file.lowSpace();
    return database.name() + (low == null ? "" : ": " + low);
  }

  /**
   * Returns whether the database works but refused the values of a change: other changes may
   * succeed by themselves.
   */
  public boolean refusesValues(StoreUnavailableException failure) {
    return failure.getCause() instanceof SQLException e && database.refusesValues(e);
  }

  /** Returns the lock that is held by the thread that writes. */
  public ReentrantLock writeLock() {
    return writeLock;
  }

  /** Returns a source of connections to write with. It has no pool, so failures come at once. */
  public DataSource writing() {
    return writing;
  }

  /** Returns the operations that depend on the vendor. */
  public Database database() {
    return database;
  }

  /** Returns the name of the database for people: its file or URL. */
  public String displayName() {
    return displayName;
  }

  /** Opens the connection that lines are written with. */
  public Connection connect() throws SQLException {
    Connection connection = writing.getConnection();
    try {
      database.claim(connection);
      return connection;
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Returns the reason of a failure, as the end of a sentence for people. */
  public String reason(Throwable failure) {
    return switch (failure) {
      case DatabaseFile.MovedException _ -> "the file of the database was moved away or replaced";
      case TakenOverException _ -> "another server has taken over the database";
      case SQLTransientConnectionException e -> // No connection came in time.
          database.reason(Objects.requireNonNullElse(readerSource.failure(), e));
      case SQLException e -> database.reason(e);
      default -> "the server made a mistake";
    };
  }

  /** Returns the exception that tells the operator why the server cannot start. */
  public StoreException cannotBeOpened(SQLException cause) {
    return cannotBeOpened(database.reason(cause), cause);
  }

  /** Returns the exception that tells the operator this reason why the server cannot start. */
  public StoreException cannotBeOpened(String reason, @Nullable Throwable cause) {
    String why = reason.replaceFirst("^the database ", "it ");
    return new StoreException(
        "The database " + displayName + " cannot be opened: " + why + ".", cause);
  }

  @Override
  public void close() {
    readerSource.close(); // The pool interrupts nobody.
    reading.close();
  }
}
