package dev.parley.log;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The database that everything is kept in, with the tables of this version. Safe for use from any
 * thread.
 */
public final class Store implements AutoCloseable {

  /** How long one who reads waits for a connection. */
  private static final Duration PATIENCE = Duration.ofSeconds(3);

  private static final int READERS = 4;

  private final Dialect dialect;
  private final String where;
  private final DataSource writing;
  private final HikariDataSource reading;

  /** Another server has registered itself in the database: this one may not write any more. */
  private static final class TakenOverException extends SQLException {
    TakenOverException() {
      super("Another server has registered itself in the database");
    }
  }

  private Store(Dialect dialect, String where, DataSource writing, HikariConfig reading) {
    this.dialect = dialect;
    this.where = where;
    this.writing = writing;
    Migrations.run(this);
    this.reading = new HikariDataSource(reading);
  }

  /**
   * Opens a file of SQLite, which is made where there is none. Only one server at a time may do so.
   *
   * @throws StoreException where it cannot be opened, or is of a newer version
   */
  public static Store sqlite(Path file) {
    return of(new SqliteDialect(), file.toString(), Sqlite.source(file), config -> {});
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
        new PostgresDialect(),
        url.replaceFirst("\\?.*", ""),
        Postgres.source(url, user, password),
        tuning);
  }

  static Store of(Dialect dialect, String where, DataSource source, Consumer<HikariConfig> tuning) {
    HikariConfig reading = new HikariConfig();
    reading.setDataSource(source);
    reading.setPoolName("parley-read");
    reading.setMaximumPoolSize(READERS);
    reading.setMinimumIdle(1);
    reading.setConnectionTimeout(PATIENCE.toMillis());
    reading.setInitializationFailTimeout(-1);
    tuning.accept(reading);
    return new Store(dialect, where, source, reading);
  }

  /** Gives connections to read with. */
  public DataSource dataSource() {
    return reading;
  }

  /** Gives connections to write with, without a pool: one that cannot be had fails at once. */
  DataSource writing() {
    return writing;
  }

  Dialect dialect() {
    return dialect;
  }

  /** Opens a connection to write with. */
  LogSession connect() throws SQLException {
    Connection connection = writing.getConnection();
    try {
      dialect.claim(connection);
      return new LogSession(connection, dialect);
    } catch (SQLException e) {
      connection.close();
      throw e;
    }
  }

  /** Opens another connection to write with, unless another server has registered meanwhile. */
  LogSession reconnect(String instance) throws SQLException {
    LogSession session = connect();
    try {
      if (!session.registered().equals(instance)) {
        throw new TakenOverException();
      }
      session.commit();
      return session;
    } catch (SQLException e) {
      session.close();
      throw e;
    }
  }

  /** Why something failed, as the end of a sentence that people read. */
  String reason(Throwable failure) {
    return switch (failure) {
      case TakenOverException _ -> "another server has taken over the database";
      case SQLException e -> dialect.reason(e);
      default -> "the server made a mistake";
    };
  }

  /** The sentence for the operator on why the server cannot start. */
  StoreException cannotBeOpened(SQLException cause) {
    return cannotBeOpened(dialect.reason(cause), cause);
  }

  StoreException cannotBeOpened(String reason, @Nullable Throwable cause) {
    String why = reason.replaceFirst("^the database ", "it ");
    return new StoreException("The database " + where + " cannot be opened: " + why + ".", cause);
  }

  @Override
  public void close() {
    reading.close();
  }
}
