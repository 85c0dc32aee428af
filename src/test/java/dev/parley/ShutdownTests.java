package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Tests the shutdown of a server. */
class ShutdownTests {

  @Test
  void everyoneIsToldAndWhatIsQueuedIsSent() {
    TestServer server = TestServer.start("parley.limits.messages-burst=0");
    try (TestClient alice = server.join("alice");
        TestClient bob = TestClient.connect(server.port("line"), 4096)) {
      bob.send("bob").expectUntil("-- You are bob .*");
      alice.expect("-- bob joined .*");
      String text = "x".repeat(4000);
      for (int i = 0; i < 200; i++) {
        alice.send(text + i);
      }
      alice.send("/who").expectUntil("-- [0-9]+ in #lobby:.*");
      Thread stop = Thread.ofVirtual().start(server::close);
      for (int i = 0; i < 200; i++) {
        bob.expectLine("<alice> " + text + i);
      }
      bob.expectLine("-- bye: the server is shutting down").expectClosed();
      assertThat(alice.rest()).contains("-- bye: the server is shutting down\n");
      stop.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
