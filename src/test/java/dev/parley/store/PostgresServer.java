package dev.parley.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

  private static final Duration START = Duration.ofSeconds(10);

  private final String template;
  private @Nullable Instance shared;

  /** The server and what it keeps, until the last test. */
  private static final class Instance implements AutoCloseable {

    private final Path directory;
    private final PostgresProcess process;

    Instance() {
      try {
        directory = Files.createTempDirectory("parley-postgres");
        process = new PostgresProcess(directory, START);
        execute("create database " + MIGRATED);
        open(MIGRATED).close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    void execute(String... statements) {
      process.execute("postgres", statements);
    }

    Store open(String database) {
      return Store.postgres(process.url(database), null, null, config -> {});
    }

    @Override
    public void close() throws IOException {
      process.close();
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
    instance().process.start();
    createDatabase(DATABASE);
  }

  /** Creates another database as the one of a test, which stays after it, and returns its URL. */
  public String createDatabase(String name) {
    instance()
        .execute(
            "drop database if exists " + name + " with (force)",
            "create database " + name + " template " + template);
    return url(name);
  }

  /** Returns the URL of the database. */
  public String url() {
    return url(DATABASE);
  }

  /** Returns the URL of another database of the server. */
  public String url(String database) {
    return instance().process.url(database);
  }

  /** Opens the database without emptying it. */
  public Store openStore() {
    return instance().open(DATABASE);
  }

  /** Opens the database without emptying it, as one of several servers. */
  public Store openShared() {
    return Store.postgres(url(), null, null, true, config -> {});
  }

  /** Executes a statement in the database. */
  public void execute(String sql) {
    instance().process.execute(DATABASE, sql);
  }

  /** Stops the server, until it is started or the next test begins. */
  public void stop() throws IOException {
    instance().process.stop();
  }

  /** Starts the server that was stopped, on its port and with its databases. */
  public void start() throws IOException {
    instance().process.start();
  }

  private Instance instance() {
    return Objects.requireNonNull(shared, "begins with the first test");
  }
}
