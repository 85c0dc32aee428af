package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * With the flags that are shipped, on two processors: clients that keep a request open for long, by
 * far more than there are processors, hold up nobody else.
 */
@DisabledOnOs(OS.WINDOWS)
class StuckClientsIT {

  private static final int PROCESSORS = 2;
  private static final int OF_EACH_KIND = 3 * PROCESSORS;
  private static final String JSON = "application/json";

  @TempDir private static Path dir;
  private static ServerProcess parley;

  private final List<AutoCloseable> stuck = new ArrayList<>();

  @BeforeAll
  static void start() throws Exception {
    parley =
        ServerProcess.startAsShipped(
            dir,
            List.of("-XX:ActiveProcessorCount=" + PROCESSORS),
            "--parley.admin.password=" + TestServer.PASSWORD);
    parley.awaitReady();
  }

  @AfterAll
  static void end() {
    parley.close();
  }

  @Test
  void streamsHoldUpNobody() throws Exception {
    for (String format : List.of("text/event-stream", "application/x-ndjson", "text/plain")) {
      for (int i = 0; i < OF_EACH_KIND; i++) {
        String path = "/api/v1/rooms/lobby/stream";
        stuck.add(
            HttpStream.open(parley.httpPort(), TestServer.PASSWORD, path, "Accept: " + format)
                .begun());
      }
    }
    expectAnswers("with streams");
    leave();
    expectAnswers("after streams");
  }

  @Test
  void slowUploadsHoldUpNobody() throws Exception {
    for (int i = 0; i < OF_EACH_KIND; i++) {
      send(request("POST", "/api/v1/announcements", JSON, "Content-Length: 1000") + "{\"text\":");
      send(
          request("PATCH", "/api/v1/rooms/lobby", JSON, "Transfer-Encoding: chunked")
              + "9\r\n{\"topic\":\r\n");
      // Nobody reads its body, so it is read to be thrown away.
      send(request("POST", "/nowhere", "text/plain", "Content-Length: 100000") + "some");
    }
    expectAnswers("with uploads");
    leave();
    expectAnswers("after uploads");
  }

  @Test
  void halfRequestsHoldUpNobody() throws Exception {
    for (int i = 0; i < OF_EACH_KIND; i++) {
      send("");
      send("GE");
      send("GET /api/v1/rooms HTTP/1.1\r\nHost: local");
      send("GET /api/v1/rooms HTTP/1.1\r\nHost: localhost\r\nX-One: 1\r\n");
    }
    expectAnswers("with half requests");
    leave();
    expectAnswers("after half requests");
  }

  /** Checks the number of carriers: a query holds one while native code runs it. */
  @Test
  void callsOfTheStoreLeaveAsManyCarriersAsThereAreProcessors() throws Exception {
    assertThat(parley.command("Thread.vthread_scheduler"))
        .containsPattern("parallelism = " + (PROCESSORS + 5) + ",");
  }

  private void expectAnswers(String when) throws Exception {
    for (int i = 0; i < OF_EACH_KIND; i++) {
      assertThat(parley.ask("/actuator/health/readiness").statusCode()).as(when).isEqualTo(200);
    }
    assertThat(parley.ask("/api/v1/rooms", TestServer.PASSWORD).statusCode()).isEqualTo(200);
    String name = when.replace(' ', '-');
    try (TestClient alice = TestClient.connect(parley.port());
        TestClient bob = TestClient.connect(parley.port())) {
      bob.send("bob-" + name).expectUntil("-- You are bob-.*");
      alice.send("alice-" + name).expectUntil("-- You are alice-.*");
      alice.send("hello " + name);
      bob.expectUntil("<alice-" + name + "> hello " + name);
      bob.send("/search hello " + name).expectUntil(".*<alice-" + name + "> hello " + name);
      bob.send("/register correct horse 9").expectUntil("-- .*registered.*|-- .*account.*");
    }
  }

  private static String request(String verb, String path, String type, String body) {
    return verb
        + " "
        + path
        + " HTTP/1.1\r\nHost: localhost\r\nAuthorization: "
        + ServerProcess.admin(TestServer.PASSWORD)
        + "\r\nContent-Type: "
        + type
        + "\r\n"
        + body
        + "\r\n\r\n";
  }

  private void send(String beginning) throws IOException {
    Socket socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), parley.httpPort());
    stuck.add(socket);
    socket.getOutputStream().write(beginning.getBytes(StandardCharsets.UTF_8));
  }

  @AfterEach
  void leave() throws Exception {
    for (AutoCloseable client : stuck) {
      client.close();
    }
    stuck.clear();
  }
}
