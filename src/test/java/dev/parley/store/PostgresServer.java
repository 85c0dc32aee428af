package dev.parley.store;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.springframework.util.FileSystemUtils;

/**
 * Starts a PostgreSQL server that all tests with this extension share. The database is made anew
 * before each test; the server stops after the last.
 */
public final class PostgresServer implements BeforeAllCallback, BeforeEachCallback {

  private static final String DATABASE = "parley";

  /** The database that PostgreSQL copies where nothing else is asked for. */
  private static final String EMPTY = "template1";

  /** The database that was migrated once, to be copied. */
  private static final String MIGRATED = "migrated";

  private final String template;
  private @Nullable Instance shared;

  /** A server whose databases outlive a stop. */
  private static final class Instance implements AutoCloseable {

    private final Path directory;
    private EmbeddedPostgres process;
    private boolean running;

    Instance() {
      try {
        directory = Files.createTempDirectory("parley-postgres");
        process = start(EmbeddedPostgres.builder());
        execute("create database " + MIGRATED);
        open(MIGRATED).close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private EmbeddedPostgres start(EmbeddedPostgres.Builder builder) throws IOException {
      EmbeddedPostgres started =
          builder.setDataDirectory(directory).setCleanDataDirectory(false).start();
      running = true;
      return started;
    }

    void start() throws IOException {
      if (!running) {
        process = start(EmbeddedPostgres.builder().setPort(process.getPort()));
      }
    }

    void stop() throws IOException {
      running = false;
      process.close();
    }

    void execute(String... statements) {
      try (Connection connection = process.getPostgresDatabase().getConnection();
          Statement statement = connection.createStatement()) {
        for (String sql : statements) {
          statement.execute(sql);
        }
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    String url(String database) {
      return process.getJdbcUrl("postgres", database);
    }

    Store open(String database) {
      return Store.postgres(url(database), null, null, config -> {});
    }

    @Override
    public void close() throws IOException {
      stop();
      FileSystemUtils.deleteRecursively(directory);
    }
  }

  private PostgresServer(String template) {
    this.template = template;
  }

  /** Returns the server, with no tables in the database before each test. */
  public static PostgresServer withoutTables() {
    return new PostgresServer(EMPTY);
  }

  /** Returns the server, with the tables of this version and no rows before each test. */
  public static PostgresServer withTables() {
    return new PostgresServer(MIGRATED);
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    shared =
        context
            .getRoot()
            .getStore(Namespace.create(PostgresServer.class))
            .computeIfAbsent(Instance.class, absent -> new Instance(), Instance.class);
  }

  @Override
  public void beforeEach(ExtensionContext context) throws IOException {
    instance().start();
    instance()
        .execute(
            "drop database if exists " + DATABASE + " with (force)",
            "create database " + DATABASE + " template " + template);
  }

  /** Returns the URL of the database. */
  public String url() {
    return url(DATABASE);
  }

  /** Returns the URL of another database of the server. */
  public String url(String database) {
    return instance().url(database);
  }

  /** Opens the database without emptying it. */
  public Store openStore() {
    return instance().open(DATABASE);
  }

  /** Opens the database without emptying it, as one of several servers. */
  public Store openShared() {
    return Store.postgres(url(), null, null, true, config -> {});
  }

  /** Stops the server, until it is started or the next test begins. */
  public void stop() throws IOException {
    instance().stop();
  }

  /** Starts the server that was stopped, on its port and with its databases. */
  public void start() throws IOException {
    instance().start();
  }

  private Instance instance() {
    return Objects.requireNonNull(shared, "begins with the first test");
  }
}
