package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.util.FileSystemUtils;

/** Tests the packaged program as a process: its start, its start failures, and its end. */
@DisabledOnOs(OS.WINDOWS)
@Execution(ExecutionMode.CONCURRENT)
class ProcessIT {

  @TempDir Path dir;

  private final List<ServerProcess> started = new ArrayList<>();

  @AfterEach
  void endAll() {
    started.forEach(ServerProcess::kill);
  }

  @ParameterizedTest
  @CsvSource({"TERM", "INT"})
  void signalStopsItInOrder(String signal) throws Exception {
    ServerProcess parley = start().awaitReady();
    try (TestClient alice = TestClient.connect(parley.port())) {
      alice.send("alice").expectUntil("-- You are alice .*");
      parley.signal(signal);
      assertThat(alice.rest()).endsWith("-- bye: the server is shutting down\n");
    }
    assertThat(parley.exitStatus()).isZero();
    assertThat(parley.output()).doesNotContain("WARN", "ERROR", "\tat ");
    try (Stream<Path> left = Files.walk(ServerProcess.temporaryFiles(dir))) {
      assertThat(left.filter(Files::isRegularFile)).as("temporary files").isEmpty();
    }
  }

  @Test
  void nobodyComesInWhileItStops() throws Exception {
    ServerProcess parley =
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
      assertThat(parley.isAlive()).isTrue();
      await().atMost(ServerProcess.DEADLINE).until(() -> isRefused(parley.port()));
      assertThat(parley.ask("/actuator/health/readiness").statusCode()).isEqualTo(503);
      assertThat(stalled.rest()).endsWith("-- bye: the server is shutting down\n");
    }
    assertThat(parley.exitStatus()).isZero();
  }

  @Test
  void passwordIsMadeAtTheFirstStartForItsOwnerAloneAndKept() throws Exception {
    Path file = dir.resolve("data/admin-password");
    ServerProcess first = start().awaitReady();
    String password = Files.readString(file).strip();
    assertThat(password).hasSizeGreaterThanOrEqualTo(24);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(first.output()).contains(file.toString()).doesNotContain(password);
    assertThat(first.ask("/api/v1/clients", password).statusCode()).isEqualTo(200);
    first.signal("TERM");
    assertThat(first.exitStatus()).isZero();

    ServerProcess second = start().awaitReady();
    assertThat(Files.readString(file).strip()).isEqualTo(password);
    assertThat(second.ask("/api/v1/clients", password).statusCode()).isEqualTo(200);
  }

  @Test
  void chatPortThatIsTakenKeepsItFromStarting() throws Exception {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      int port = taken.getLocalPort();
      ServerProcess parley = start("--parley.listeners.line.port=" + port);
      parley.expectFailure(
          "Listener line cannot listen on 127.0.0.1:" + port + ": the port is already in use.");
    }
  }

  @Test
  void httpPortThatIsTakenKeepsItFromStarting() throws Exception {
    try (ServerSocket taken = new ServerSocket(0)) {
      int port = taken.getLocalPort();
      ServerProcess parley = start("--server.port=" + port);
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
            "parley.listeners.line.adress=127.0.0.1",
            "There is no setting parley.listeners.line.adress"
                + " (did you mean parley.listeners.line.address?).");
    // All at once: most of the time of a start is the JVM's, and there is more than one processor.
    Map<ServerProcess, String> expected = new LinkedHashMap<>();
    for (Map.Entry<String, String> entry : sentences.entrySet()) {
      Path ownData = dir.resolve("data" + expected.size());
      expected.put(start("--" + entry.getKey(), "--parley.data-dir=" + ownData), entry.getValue());
    }
    for (Map.Entry<ServerProcess, String> entry : expected.entrySet()) {
      entry.getKey().expectFailure(entry.getValue());
    }
  }

  @Test
  void variableThatIsMistypedKeepsItFromStarting() throws Exception {
    ServerProcess parley =
        ServerProcess.start(dir, Map.of("PARLEY_LIMIT_MESSAGES_BURST", "5"), List.of());
    started.add(parley);
    parley.expectFailure(
        "There is no setting PARLEY_LIMIT_MESSAGES_BURST"
            + " (did you mean PARLEY_LIMITS_MESSAGESBURST?).");
  }

  @Test
  void linksOfKubernetesToAServiceOfItsNameDoNotConcernIt() throws Exception {
    Map<String, String> links =
        Map.of(
            "PARLEY_PORT", "tcp://10.0.0.1:2323",
            "PARLEY_SERVICE_HOST", "10.0.0.1",
            "PARLEY_SERVICE_PORT_LINE", "2323",
            "PARLEY_PORT_2323_TCP_ADDR", "10.0.0.1");
    ServerProcess parley = ServerProcess.start(dir, links, List.of());
    started.add(parley);
    assertThat(parley.awaitReady().output()).doesNotContain("WARN");
  }

  @Test
  void settingsOfSpringBootAreHeededAndLazyInitializationChangesNothing() throws Exception {
    ServerProcess parley =
        start(
                "--spring.main.lazy-initialization=true",
                "--parley.admin.password=hunter2hunter2",
                "--management.endpoints.web.exposure.include=env,health")
            .awaitReady();
    try (TestClient alice = TestClient.connect(parley.port());
        TestClient bob = TestClient.connect(parley.port())) {
      alice.send("alice").expectUntil("-- You are alice .*");
      bob.send("bob").expectUntil("-- You are bob .*").send("hello");
      alice.expectUntil("<bob> hello");
    }
    assertThat(parley.ask("/actuator/health/readiness").statusCode()).isEqualTo(200);
    assertThat(parley.ask("/actuator/env", "hunter2hunter2").statusCode()).isEqualTo(200);
  }

  @Test
  void temporaryFilesAreInTheDataDirectoryWhereTheSystemHasNoPlaceForThem() throws Exception {
    ServerProcess parley = startWithTemporaryFilesIn("/proc", dir.resolve("data")).awaitReady();
    try (TestClient alice = TestClient.connect(parley.port())) {
      alice.send("alice").expectUntil("-- You are alice .*");
    }
    assertThat(parley.ask("/actuator/health/readiness").statusCode()).isEqualTo(200);
    parley.signal("TERM");
    assertThat(parley.exitStatus()).isZero();
    assertThat(parley.output()).doesNotContain("WARN", "ERROR", "\tat ");
    try (Stream<Path> left = Files.walk(dir.resolve("data/tmp"))) {
      assertThat(left.filter(Files::isRegularFile)).isEmpty();
    }
  }

  @Test
  void nativeCodeIsInTheDataDirectoryWhereTheSystemExecutesNoneFromItsOwn() throws Exception {
    Path shared = Path.of("/dev/shm");
    assumeTrue(Files.isWritable(shared) && executesNothing(shared), "no place without execution");
    Path place = Files.createTempDirectory(shared, "parley");
    try {
      ServerProcess parley =
          startWithTemporaryFilesIn(place.toString(), dir.resolve("data")).awaitReady();
      assertThat(parley.ask("/actuator/health/readiness").statusCode()).isEqualTo(200);
      ServerProcess second = startWithTemporaryFilesIn(place.toString(), place.resolve("data"));
      second.expectFailure(
          "The native library of SQLite cannot be loaded from the temporary directory "
              + place
              + ": nothing may be executed there, or it is not for this system.");
    } finally {
      FileSystemUtils.deleteRecursively(place);
    }
  }

  private static boolean executesNothing(Path directory) throws IOException {
    Path probe = Files.createTempFile(directory, "parley", null);
    try {
      return !probe.toFile().setExecutable(true) || !Files.isExecutable(probe);
    } finally {
      Files.delete(probe);
    }
  }

  @Test
  void noPlaceForTemporaryFilesAtAllKeepsItFromStarting() throws Exception {
    startWithTemporaryFilesIn("/proc", Path.of("/proc/data"))
        .expectFailure(
            "There is no directory for temporary files: neither /proc nor /proc/data/tmp can be"
                + " written to.");
  }

  private ServerProcess startWithTemporaryFilesIn(String directory, Path data) throws IOException {
    ServerProcess process =
        ServerProcess.start(
            dir, Map.of(), List.of("-Djava.io.tmpdir=" + directory), "--parley.data-dir=" + data);
    started.add(process);
    return process;
  }

  @Test
  void hangUpHasTheCertificatesReadAgainAndEndsNothing() throws Exception {
    TestCertificate first = TestCertificate.make().write(dir);
    ServerProcess parley =
        start(
                "--parley.listeners.line.ssl-bundle=chat",
                "--spring.ssl.bundle.pem.chat.keystore.certificate=" + dir.resolve("cert.pem"),
                "--spring.ssl.bundle.pem.chat.keystore.private-key=" + dir.resolve("key.pem"))
            .awaitReady();
    try (TestClient alice =
        TestClient.over(TestCertificate.connect(first.trusting(), parley.port()))) {
      alice.send("alice").expectUntil("-- You are alice .*");
      TestCertificate second = TestCertificate.make().write(dir);
      parley.signal("HUP");
      await()
          .atMost(ServerProcess.DEADLINE)
          .untilAsserted(
              () -> assertThat(parley.output()).contains("Listener line has a new certificate"));
      try (TestClient bob =
          TestClient.over(TestCertificate.connect(second.trusting(), parley.port()))) {
        bob.send("bob").expectUntil("-- You are bob .*").send("hello");
        alice.expectUntil("<bob> hello");
      }
      Files.writeString(dir.resolve("cert.pem"), "rubbish");
      parley.signal("HUP");
      await().atMost(ServerProcess.DEADLINE).until(() -> parley.output().contains("ERROR"));
      alice.send("still here").send("/who").expectUntil("-- 1 in .*|-- 2 in .*");
    }
    assertThat(parley.output()).doesNotContain("\tat ");
  }

  private ServerProcess start(String... more) throws IOException {
    ServerProcess process = ServerProcess.start(dir, more);
    started.add(process);
    return process;
  }

  private static boolean isRefused(int port) {
    try (Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
      return !socket.isConnected();
    } catch (IOException refused) {
      return true;
    }
  }
}
