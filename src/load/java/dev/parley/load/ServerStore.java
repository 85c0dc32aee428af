package dev.parley.load;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The empty store of a measured server. With PostgreSQL it is a new database, which is dropped when
 * the store is closed; the database that the options name is only connected to.
 */
final class ServerStore implements AutoCloseable {

  /** Name of the store in the server's data directory. */
  static final String SQLITE = "sqlite";

  /** Name of the PostgreSQL server that comes with the build. */
  static final String POSTGRESQL = "postgresql";

  private static final Pattern URL =
      Pattern.compile("(jdbc:postgresql://[^/?]*/)([^/?]*)((?:\\?.*)?)");
  private static final AtomicInteger CREATED = new AtomicInteger();

  private final Map<String, String> environment;
  private final String url;
  private final Properties login;
  private final String database;
  private final boolean embedded;

  private ServerStore(
      Map<String, String> environment,
      String url,
      Properties login,
      String database,
      boolean embedded) {
    this.embedded = embedded;
    this.environment = environment;
    this.url = url;
    this.login = login;
    this.database = database;
  }

  /**
   * Creates a store.
   *
   * @throws LoadException if the options name no store, or the database cannot be created
   */
  static ServerStore create(ServerOptions options) {
    if (options.store.equals(SQLITE)) {
      return new ServerStore(Map.of(), "", new Properties(), "", false);
    }
    boolean embedded = options.store.equals(POSTGRESQL);
    String url = embedded ? Embedded.URL : options.store;
    String database =
        "parley_load_" + ProcessHandle.current().pid() + "_" + CREATED.incrementAndGet();
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("SPRING_DATASOURCE_URL", urlOf(url, database));
    Properties login = new Properties();
    put(options.storeUser, "user", "SPRING_DATASOURCE_USERNAME", login, environment);
    put(options.storePassword, "password", "SPRING_DATASOURCE_PASSWORD", login, environment);
    ServerStore store = new ServerStore(environment, url, login, database, embedded);
    store.execute("create database " + database + " encoding 'UTF8' template template0");
    return store;
  }

  private static void put(
      @Nullable String value,
      String property,
      String variable,
      Properties login,
      Map<String, String> environment) {
    if (value != null) {
      login.setProperty(property, value);
      environment.put(variable, value);
    }
  }

  /** Replaces the database in a URL. */
  static String urlOf(String url, String database) {
    Matcher parts = URL.matcher(url);
    if (!parts.matches()) {
      throw new LoadException(
          "--store must be sqlite, postgresql or jdbc:postgresql://HOST/DATABASE.");
    }
    return parts.group(1) + database + parts.group(3);
  }

  /**
   * Returns the environment variables that configure the server. The password is not among the
   * arguments of the server, because other users can see those.
   */
  Map<String, String> environment() {
    return environment;
  }

  /**
   * Returns the process that began the PostgreSQL server that comes with the build; 0 for another
   * store.
   */
  long databasePid() {
    if (!embedded) {
      return 0;
    }
    try (Connection connection = DriverManager.getConnection(url, login);
        Statement sql = connection.createStatement();
        ResultSet row = sql.executeQuery("select pg_backend_pid()")) {
      row.next();
      return ProcessHandle.of(row.getLong(1))
          .flatMap(ProcessHandle::parent)
          .map(ProcessHandle::pid)
          .orElse(0L);
    } catch (SQLException e) {
      throw new LoadException("The store failed", e);
    }
  }

  private void execute(String statement) {
    try (Connection connection = DriverManager.getConnection(url, login);
        Statement sql = connection.createStatement()) {
      sql.execute(statement);
    } catch (SQLException e) {
      throw new LoadException("The store failed", e);
    }
  }

  /** Drops the database. */
  @Override
  public void close() {
    if (!database.isEmpty()) {
      execute("drop database if exists " + database + " with (force)");
    }
  }

  /**
   * Starts the PostgreSQL server when it is first used. It is stopped at the end of the process.
   */
  private static final class Embedded {

    private static final String URL = start();

    private static String start() {
      try {
        // The tests do without these for speed.
        return EmbeddedPostgres.builder()
            .setServerConfig("fsync", "on")
            .setServerConfig("synchronous_commit", "on")
            .start()
            .getJdbcUrl("postgres", "postgres");
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
