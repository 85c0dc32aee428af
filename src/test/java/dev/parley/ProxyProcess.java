package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Runs HAProxy with the configuration that is shipped, on free ports of this machine and in front
 * of servers of this machine.
 */
final class ProxyProcess implements AutoCloseable {

  private static final Path SHIPPED = Path.of("docker", "haproxy.cfg");
  private static final Map<String, Integer> DEFAULT_PORTS =
      Map.of("line", 2323, "web", 2326, "irc", 6667, "http", 8080);

  private final Process process;
  private final Map<String, Integer> ports;

  private ProxyProcess(Process process, Map<String, Integer> ports) {
    this.process = process;
    this.ports = ports;
  }

  /**
   * Starts it, with its files in a directory.
   *
   * @param servers the servers by the names that they have in the configuration
   */
  static ProxyProcess start(Path dir, Map<String, ServerProcess> servers) throws IOException {
    Path output = dir.resolve("haproxy.txt");
    while (true) {
      ProxyProcess started = start(dir, output, servers);
      await()
          .atMost(ServerProcess.DEADLINE)
          .until(() -> !started.process.isAlive() || started.accepts());
      if (started.process.isAlive()) {
        return started;
      }
      // Somebody else may have taken one of the ports.
      assertThat(output).content().contains("cannot bind socket");
    }
  }

  private static ProxyProcess start(Path dir, Path output, Map<String, ServerProcess> servers)
      throws IOException {
    Map<String, Integer> ports = new LinkedHashMap<>();
    String text = Files.readString(SHIPPED);
    for (Map.Entry<String, Integer> listener : DEFAULT_PORTS.entrySet()) {
      ports.put(listener.getKey(), freePort());
      text =
          text.replace(
              "bind :" + listener.getValue() + "\n",
              "bind 127.0.0.1:" + ports.get(listener.getKey()) + "\n");
      for (Map.Entry<String, ServerProcess> server : servers.entrySet()) {
        text =
            text.replace(
                server.getKey() + ":" + listener.getValue(),
                address(server.getValue(), listener.getKey()));
      }
    }
    Path file = Files.writeString(dir.resolve("haproxy.cfg"), text);
    Process process =
        new ProcessBuilder("haproxy", "-db", "-f", file.toString())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    return new ProxyProcess(process, ports);
  }

  /** Returns the address of a listener, and the port to ask whether the server is ready. */
  private static String address(ServerProcess server, String listener) {
    return "127.0.0.1:" + server.port(listener) + " port " + server.httpPort();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private boolean accepts() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port("http")));
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Returns the port in front of a listener, or of {@code http}. */
  int port(String listener) {
    return ports.get(listener);
  }

  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
  }
}
