package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.session.Session;
import dev.parley.tcp.Listeners;
import java.io.File;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that many connections that come and go in every way leave nothing behind. */
class StormTests {

  private static final int ROUNDS = 20;
  private static final int CLIENTS = 50;

  @Test
  void stormsLeaveNothingBehind() {
    try (TestServer server =
        TestServer.start(
            "parley.limits.connections-per-address=0",
            "parley.limits.connections-burst=0",
            "parley.limits.messages-burst=0",
            "parley.history.on-join=0")) {
      storm(server);
      awaitQuiet(server);
      int threads = ManagementFactory.getThreadMXBean().getThreadCount();
      int descriptors = descriptors();

      for (int round = 0; round < ROUNDS; round++) {
        storm(server);
      }

      awaitQuiet(server);
      await()
          .atMost(Duration.ofSeconds(30))
          .untilAsserted(() -> {
            assertThat(descriptors()).isLessThanOrEqualTo(descriptors + 5);
            assertThat(ManagementFactory.getThreadMXBean().getThreadCount())
                .isLessThanOrEqualTo(threads + 5);
          });
      try (TestClient alice = server.join("alice")) {
        alice.send("/who").expectUntil("-- 1 in #lobby: alice");
      }
    }
  }

  @Test
  void nothingIsKeptOfThoseWhoAreGone() {
    try (TestServer server = TestServer.start("parley.resume.hold=1s")) {
      TestClient silent = server.connect();
      TestClient named = server.join("anna");
      await().until(() -> server.chat().sessions().size() == 2);
      List<WeakReference<Session>> gone =
          server.chat().sessions().stream().map(WeakReference::new).toList();

      silent.reset();
      named.reset();

      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> {
            System.gc();
            return gone.stream().allMatch(session -> session.refersTo(null));
          });
    }
  }

  /**
   * Comes in, and goes by a clean end, a reset, a reset in the middle of a line, or no word at all.
   */
  private static void storm(TestServer server) {
    List<TestClient> clients = new ArrayList<>();
    for (int i = 0; i < CLIENTS; i++) {
      TestClient client = server.connect();
      clients.add(client);
      switch (i % 5) {
        case 0 -> client.sendText("storm" + i + "\nhello\n").endInput();
        case 1 -> client.sendText("storm" + i + "\nhello\n").reset();
        case 2 -> client.sendText("half a li").reset();
        case 3 -> client.sendBytes((byte) 0xFF, (byte) 0xFA, (byte) 1).reset();
        default -> client.close();
      }
    }
    clients.forEach(TestClient::close);
  }

  private static void awaitQuiet(TestServer server) {
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> {
          assertThat(server.chat().sessions()).isEmpty();
          assertThat(server.chat().population()).isZero();
          assertThat(server.bean(Listeners.class).list())
              .allSatisfy(listener -> assertThat(listener.connections()).isZero());
        });
  }

  private static int descriptors() {
    String[] open = new File("/proc/self/fd").list();
    return open == null ? 0 : open.length;
  }
}
