package dev.parley;

import static org.awaitility.Awaitility.await;

import dev.parley.store.PostgresProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Runs one server of a cluster in a process of its own, with a link of its own to the database. */
final class ClusterServer implements AutoCloseable {

  private final Path directory;
  private final String name;
  private final CuttableLink link;
  private volatile ServerProcess process;

  ClusterServer(Path directory, String name, PostgresProcess database) throws IOException {
    this.directory = Files.createDirectory(directory.resolve(name));
    this.name = name;
    this.link = new CuttableLink(database.port());
    this.process = start();
  }

  private ServerProcess start() throws IOException {
    return ServerProcess.start(
        directory,
        "--spring.datasource.url=jdbc:postgresql://127.0.0.1:" + link.port() + "/postgres",
        "--spring.datasource.username=postgres",
        "--parley.cluster.enabled=true",
        "--parley.cluster.name=" + name,
        "--parley.admin.password=" + TestServer.PASSWORD,
        "--parley.limits.connections-per-address=10000",
        "--parley.limits.messages-burst=0",
        "--parley.limits.sendq-bytes=16MB",
        "--parley.resume.hold=5m");
  }

  void awaitReady() {
    process.awaitReady();
  }

  String name() {
    return name;
  }

  int linePort() {
    return process.isAlive() ? process.port() : 1; // Nobody listens there.
  }

  ServerProcess process() {
    return process;
  }

  /** Returns the link to the database. */
  CuttableLink link() {
    return link;
  }

  /** Returns whether the server takes people, as it says by HTTP. */
  boolean isReady() throws IOException, InterruptedException {
    return process.ask("/actuator/health/readiness").statusCode() == 200;
  }

  void awaitReadiness(boolean ready) {
    await().atMost(ServerProcess.DEADLINE).until(() -> isReady() == ready);
  }

  void kill() {
    process.close();
  }

  void startAgain() throws IOException {
    process = start().awaitReady();
  }

  @Override
  public void close() {
    process.close();
    link.close();
  }
}
