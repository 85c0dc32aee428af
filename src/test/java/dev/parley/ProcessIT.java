package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The packaged program as a process: how it starts, why it does not, and how it ends. */
@DisabledOnOs(OS.WINDOWS)
class ProcessIT {

  private static final Duration DEADLINE = Duration.ofSeconds(60);
  private static final Pattern READY =
      Pattern.compile(
          "parley is ready: line on 127\\.0\\.0\\.1:([0-9]+), http on port ([0-9]+)\\R");

  @TempDir Path dir;

  private final List<Running> started = new ArrayList<>();

  @AfterEach
  void endAll() {
    started.forEach(Running::kill);
  }

  @ParameterizedTest
  @CsvSource({"TERM", "INT"})
  void signalStopsItInOrder(String signal) throws Exception {
    Running parley = start().awaitReady();
    try (TestClient alice = TestClient.connect(parley.port())) {
      alice.send("alice").expectUntil("-- You are alice .*");
      parley.signal(signal);
      assertThat(alice.rest()).endsWith("-- bye: the server is shutting down\n");
    }
    assertThat(parley.exitStatus()).isZero();
    assertThat(parley.output()).doesNotContain("WARN", "ERROR", "\tat ");
  }

  @Test
  void nobodyComesInWhileItStops() throws Exception {
    Running parley =
        start("--parley.limits.sendq-bytes=64MB", "--parley.limits.messages-burst=0").awaitReady();
    try (TestClient stalled = TestClient.connect(parley.port(), 4096);
        TestClient alice = TestClient.connect(parley.port())) {
      stalled.send("stalled").expectUntil("-- You are stalled .*");
      alice.send("alice").expectUntil("-- You are alice .*");
      for (int i = 0; i < 4000; i++) {
        alice.send("x".repeat(4000));
      }
      alice.send("/who").expectUntil("-- 2 in #lobby:.*");

      parley.signal("TERM");
      assertThat(alice.rest()).endsWith("-- bye: the server is shutting down\n");
      // What waits for the one who does not read keeps the server from ending yet.
      assertThat(parley.process.isAlive()).isTrue();
      await().atMost(DEADLINE).until(() -> isRefused(parley.port()));
      assertThat(parley.ask("/actuator/health/readiness").statusCode()).isEqualTo(503);
      assertThat(stalled.rest()).endsWith("-- bye: the server is shutting down\n");
    }
    assertThat(parley.exitStatus()).isZero();
  }

  @Test
  void passwordIsMadeAtTheFirstStartForItsOwnerAloneAndKept() throws Exception {
    Path file = dir.resolve("data/admin-password");
    Running first = start().awaitReady();
    String password = Files.readString(file).strip();
    assertThat(password).hasSizeGreaterThanOrEqualTo(24);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(first.output()).contains(file.toString()).doesNotContain(password);
    assertThat(first.ask("/api/v1/clients", password).statusCode()).isEqualTo(200);
    first.signal("TERM");
    assertThat(first.exitStatus()).isZero();

    Running second = start().awaitReady();
    assertThat(Files.readString(file).strip()).isEqualTo(password);
    assertThat(second.ask("/api/v1/clients", password).statusCode()).isEqualTo(200);
  }

  @Test
  void chatPortThatIsTakenKeepsItFromStarting() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      int port = taken.getLocalPort();
      Running parley = start("--parley.listeners.line.port=" + port);
      parley.expectFailure(
          "Listener line cannot listen on 127.0.0.1:" + port + ": the port is already in use.");
    }
  }

  @Test
  void httpPortThatIsTakenKeepsItFromStarting() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      int port = taken.getLocalPort();
      Running parley = start("--server.port=" + port);
      parley.expectFailure("HTTP cannot listen on port " + port + ": the port is already in use.");
    }
  }

  @Test
  void dataDirectoryThatIsAFileKeepsItFromStarting() throws Exception {
    Path file = Files.createFile(dir.resolve("data"));
    start().expectFailure("The data directory " + file + " cannot be written to.");
  }

  @Test
  void settingThatMakesNoSenseKeepsItFromStarting() throws Exception {
    Map<String, String> sentences =
        Map.of(
            "parley.limits.line-bytes=abc",
            "parley.limits.line-bytes cannot be \"abc\".",
            "parley.limits.line-bytes=-1",
            "parley.limits.line-bytes cannot be \"-1\": it must be greater than or equal to 0.",
            "parley.listeners.line.port=70000",
            "parley.listeners.line.port cannot be \"70000\": it must be less than or equal to 65535.",
            "parley.listeners.line.protocol=morse",
            "Listener line has an unknown protocol: morse.",
            "server.port=abc",
            "server.port cannot be \"abc\".");
    // All at once: most of the time of a start is the JVM's, and there is more than one processor.
    Map<Running, String> expected = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : sentences.entrySet()) {
      Path ownData = dir.resolve("data" + expected.size());
      expected.put(start("--" + entry.getKey(), "--parley.data-dir=" + ownData), entry.getValue());
    }
    for (Map.Entry<Running, String> entry : expected.entrySet()) {
      entry.getKey().expectFailure(entry.getValue());
    }
  }

  private Running start(String... more) throws IOException {
    Path jar = Path.of(System.getProperty("parley.jar"));
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                jar.toString()));
    // The later of two values for a property would not win but be joined to the first.
    Map<String, String> settings =
        new LinkedHashMap<>(
            Map.of(
                "server.port", "0",
                "parley.listeners.line.port", "0",
                "parley.listeners.line.address", "127.0.0.1",
                "parley.data-dir", dir.resolve("data").toString()));
    for (String setting : more) {
      String[] parts = setting.substring(2).split("=", 2);
      settings.put(parts[0], parts[1]);
    }
    settings.forEach((name, value) -> command.add("--" + name + "=" + value));
    Path output = Files.createTempFile(dir, "output", ".txt");
    Process process =
        new ProcessBuilder(command)
            .directory(dir.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    Running running = new Running(process, output);
    started.add(running);
    return running;
  }

  private static boolean isRefused(int port) {
    try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      return !socket.isConnected();
    } catch (IOException refused) {
      return true;
    }
  }

  /** A process of the server, and what it has said. */
  private record Running(Process process, Path file) {

    String output() {
      try {
        return Files.readString(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    Running awaitReady() {
      await()
          .atMost(DEADLINE)
          .pollInterval(Duration.ofMillis(50))
          .until(() -> READY.matcher(output()).find() || !process.isAlive());
      ready();
      return this;
    }

    private Matcher ready() {
      Matcher ready = READY.matcher(output());
      return ready.find() ? ready : fail("It has not started:\n" + output());
    }

    int port() {
      return Integer.parseInt(ready().group(1));
    }

    void signal(String name) throws IOException, InterruptedException {
      new ProcessBuilder("kill", "-" + name, Long.toString(process.pid())).start().waitFor();
    }

    int exitStatus() throws InterruptedException {
      if (!process.waitFor(DEADLINE.toSeconds(), TimeUnit.SECONDS)) {
        fail("It has not ended:\n" + output());
      }
      return process.exitValue();
    }

    /** It ends with status 1, and the last and only complaint is this sentence. */
    void expectFailure(String sentence) throws InterruptedException {
      assertThat(exitStatus()).as(output()).isEqualTo(1);
      List<String> complaints =
          output().lines().filter(line -> !line.contains(" INFO ") && !line.isBlank()).toList();
      assertThat(complaints)
          .singleElement()
          .asString()
          .endsWith("parley cannot start: " + sentence);
    }

    HttpResponse<String> ask(String path) throws IOException, InterruptedException {
      return ask(HttpRequest.newBuilder(uri(path)));
    }

    HttpResponse<String> ask(String path, String password)
        throws IOException, InterruptedException {
      String basic =
          Base64.getEncoder()
              .encodeToString(("admin:" + password).getBytes(StandardCharsets.UTF_8));
      return ask(HttpRequest.newBuilder(uri(path)).header("Authorization", "Basic " + basic));
    }

    private URI uri(String path) {
      return URI.create("http://127.0.0.1:" + ready().group(2) + path);
    }

    private static HttpResponse<String> ask(HttpRequest.Builder request)
        throws IOException, InterruptedException {
      try (HttpClient client = HttpClient.newHttpClient()) {
        return client.send(request.timeout(DEADLINE).build(), HttpResponse.BodyHandlers.ofString());
      }
    }

    void kill() {
      process.destroyForcibly();
    }
  }
}
