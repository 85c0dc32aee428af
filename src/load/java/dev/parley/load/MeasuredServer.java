package dev.parley.load;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A server in a separate process, with free ports and a data directory of its own. */
final class MeasuredServer implements AutoCloseable {

  /** Password of the admin. */
  static final String PASSWORD = "load load load load";

  private static final Pattern READY = Pattern.compile("is ready: .*line on [0-9.]+:([0-9]+).*");
  private static final Pattern HTTP = Pattern.compile("is ready: .*http on port ([0-9]+)");
  private static final long START_SECONDS = 60;

  private final Path directory;
  private final @Nullable ServerStore store;
  private final Process process;
  private int port;

  private MeasuredServer(Path directory, @Nullable ServerStore store, Process process) {
    this.directory = directory;
    this.store = store;
    this.process = process;
  }

  /** Starts the baseline server. */
  static MeasuredServer floor() throws IOException {
    return start(
        List.of(
            java(),
            "-Xmx512m",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Load.class.getName(),
            "floor"),
        Map.of(),
        null);
  }

  /**
   * Starts parley with an empty store and without limits, except those on the bytes that wait for a
   * reader.
   *
   * @param options parley's jar, the options of its JVM, and its store
   * @param properties further settings of the server, each {@code --name=value}
   */
  static MeasuredServer parley(ServerOptions options, List<String> properties) throws IOException {
    return parley(options, properties, ServerStore.create(options), true);
  }

  /**
   * Starts parley with a store that the caller closes afterwards.
   *
   * @param clustered whether other servers share the store
   */
  static MeasuredServer with(ServerOptions options, ServerStore store, boolean clustered)
      throws IOException {
    return parley(options, List.of("--parley.cluster.enabled=" + clustered), store, false);
  }

  private static MeasuredServer parley(
      ServerOptions options, List<String> properties, ServerStore store, boolean ownsStore)
      throws IOException {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(List.of(options.jvm.split(" ", -1)));
    command.addAll(List.of("-jar", options.jar));
    command.addAll(
        List.of(
            "--server.port=0",
            "--parley.listeners.line.address=127.0.0.1",
            "--parley.listeners.line.port=0",
            "--parley.listeners.web.port=0",
            "--parley.listeners.irc.port=0",
            "--parley.admin.password=" + PASSWORD));
    for (String limit :
        List.of(
            "connections",
            "connections-per-address",
            "connections-burst",
            "half-open-logins",
            "messages-burst",
            "messages-per-second",
            "login-timeout",
            "idle-timeout",
            "rooms-per-session")) {
      command.add("--parley.limits." + limit + "=0");
    }
    command.addAll(properties);
    return start(command, store.environment(), ownsStore ? store : null);
  }

  private static MeasuredServer start(
      List<String> command, Map<String, String> environment, @Nullable ServerStore store)
      throws IOException {
    Path directory = Files.createTempDirectory("parley-load");
    List<String> whole = new ArrayList<>(command);
    if (whole.contains("-jar")) {
      whole.add("--parley.data-dir=" + directory.resolve("data"));
    }
    File log = directory.resolve("log").toFile();
    ProcessBuilder builder =
        new ProcessBuilder(whole).redirectErrorStream(true).redirectOutput(log);
    builder.environment().putAll(environment);
    MeasuredServer server = new MeasuredServer(directory, store, builder.start());
    try {
      server.port = Integer.parseInt(server.await(READY));
    } catch (LoadException e) {
      server.close();
      throw e;
    }
    return server;
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /** Waits until the log matches a pattern. Returns the pattern's first group. */
  private String await(Pattern pattern) throws IOException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS);
    while (true) {
      String log = log();
      Matcher matcher = pattern.matcher(log);
      if (matcher.find()) {
        return matcher.group(1);
      }
      try {
        if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
          throw new LoadException("The server did not start: " + log);
        }
      } catch (InterruptedException e) {
        throw new LoadException("Interrupted", e);
      }
    }
  }

  /** Returns the output of the server so far. */
  String log() throws IOException {
    return Files.readString(directory.resolve("log"));
  }

  /** Returns the address of the line protocol. */
  InetSocketAddress address() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
  }

  /** Returns the port of the HTTP API. */
  int httpPort() throws IOException {
    return Integer.parseInt(await(HTTP));
  }

  ProcessStats proc() {
    return new ProcessStats(process.pid());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    if (store != null) {
      store.close();
    }
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException e) {
      // The operating system clears its directory of temporary files.
    }
  }
}
