package dev.parley.store;

import static org.awaitility.Awaitility.await;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Runs a PostgreSQL server whose databases outlive that it is stopped or killed. */
public final class PostgresProcess implements AutoCloseable {

  private static final Set<String> NOT_COPIED =
      Set.of("postmaster.pid", "postmaster.opts", "epg-lock");

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

  /**
   * Starts a standby of a server, from a copy of its files that is made while it runs.
   *
   * @param port the port by which the standby reaches the server
   */
  public static PostgresProcess standby(
      PostgresProcess primary, int port, Path directory, Duration deadline)
      throws IOException, SQLException {
    try (Connection connection = DriverManager.getConnection(primary.url());
        Statement statement = connection.createStatement()) {
      statement.execute("select pg_backup_start('standby', true)");
      copy(primary.directory, directory);
      try (ResultSet stop = statement.executeQuery("select labelfile from pg_backup_stop(false)")) {
        stop.next();
        Files.writeString(directory.resolve("backup_label"), stop.getString(1));
      }
    }
    Files.writeString(
        directory.resolve("postgresql.auto.conf"),
        "primary_conninfo = 'host=127.0.0.1 port=" + port + " user=postgres'\n",
        StandardOpenOption.APPEND);
    Files.createFile(directory.resolve("standby.signal"));
    return new PostgresProcess(directory, deadline);
  }

  /** Copies the files of a server, some of which may vanish meanwhile. */
  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectory(to);
    Files.setPosixFilePermissions(to, PosixFilePermissions.fromString("rwx------"));
    try (DirectoryStream<Path> children = Files.newDirectoryStream(from)) {
      for (Path child : children) {
        Path copy = to.resolve(child.getFileName());
        if (Files.isDirectory(child)) {
          copy(child, copy);
        } else if (!NOT_COPIED.contains(child.getFileName().toString())) {
          copyFile(child, copy);
        }
      }
    }
  }

  private static void copyFile(Path from, Path to) throws IOException {
    try {
      Files.copy(from, to);
    } catch (NoSuchFileException e) {
      // It was a temporary one.
    }
  }

  /**
   * Says whether the server answers only once its standby has what it stored, and waits until one
   * does if so.
   */
  public void waitForStandby(boolean on) {
    execute(
        "postgres",
        "alter system set synchronous_standby_names = '" + (on ? "*" : "") + "'",
        "select pg_reload_conf()");
    await().atMost(deadline).until(() -> !on || has("sync_state = 'sync'"));
  }

  /** Waits until a standby follows the server. */
  public void awaitStandby() {
    await().atMost(deadline).until(() -> has("state = 'streaming'"));
  }

  private boolean has(String standby) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url());
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select 1 from pg_stat_replication where " + standby)) {
      return row.next();
    }
  }

  /** Makes a standby a server by itself. */
  public void promote() {
    execute("postgres", "select pg_promote()");
  }

  /** Returns the port. */
  public int port() {
    return server.getPort();
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
