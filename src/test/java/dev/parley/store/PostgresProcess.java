package dev.parley.store;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Runs a PostgreSQL server whose databases outlive that it is stopped or killed. */
public final class PostgresProcess implements AutoCloseable {

  private final Path directory;
  private final Duration deadline;
  private EmbeddedPostgres server;
  private boolean running;

  /**
   * Starts a server on a free port.
   *
   * @param directory keeps the databases
   * @param deadline the longest time that a start or a kill may take
   */
  public PostgresProcess(Path directory, Duration deadline) throws IOException {
    this.directory = directory;
    this.deadline = deadline;
    server = start(EmbeddedPostgres.builder());
  }

  private EmbeddedPostgres start(EmbeddedPostgres.Builder builder) throws IOException {
    EmbeddedPostgres started =
        builder
            .setDataDirectory(directory)
            .setCleanDataDirectory(false)
            .setPGStartupWait(deadline)
            .start();
    running = true;
    return started;
  }

  /** Starts the server that was stopped, on its port. */
  public void start() throws IOException {
    if (!running) {
      server = start(EmbeddedPostgres.builder().setPort(server.getPort()));
    }
  }

  /** Stops the server, also one that was killed. */
  public void stop() throws IOException {
    running = false;
    server.close();
  }

  /** Kills all processes of the server, first the one that would notice. */
  public void kill() throws IOException {
    long pid = Long.parseLong(Files.readAllLines(directory.resolve("postmaster.pid")).getFirst());
    ProcessHandle first = ProcessHandle.of(pid).orElseThrow();
    List<ProcessHandle> all = new ArrayList<>(List.of(first));
    all.addAll(first.descendants().toList());
    all.forEach(ProcessHandle::destroyForcibly);
    await().atMost(deadline).until(() -> all.stream().noneMatch(ProcessHandle::isAlive));
  }

  /** Returns the URL of a database of the server. */
  public String url(String database) {
    return server.getJdbcUrl("postgres", database);
  }

  /** Returns the URL of the database that a server begins with. */
  public String url() {
    return url("postgres");
  }

  /** Executes statements in a database. */
  void execute(String database, String... statements) {
    try (Connection connection = DriverManager.getConnection(url(database));
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() throws IOException {
    stop();
  }
}
