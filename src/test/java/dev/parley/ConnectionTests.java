package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.Chat;
import dev.parley.chat.session.Session;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Tests connections with the default limits. */
class ConnectionTests {

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start("parley.history.on-join=0");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void everyoneHasLeft() {
    await().until(() -> sessions().isEmpty());
  }

  @Test
  void lineIsTheSameHoweverItsBytesAreSplit() {
    try (TestClient alice = server.join("alice");
        TestClient bob = server.join("bob")) {
      alice.expect("-- bob joined .*");
      for (byte b : "Grüße, 世界 😀\r\n".getBytes(StandardCharsets.UTF_8)) {
        bob.sendBytes(b);
      }
      alice.expectLine("<bob> Grüße, 世界 😀");
    }
  }

  @Test
  void everyLineEndIsUnderstood() {
    try (TestClient alice = server.join("alice");
        TestClient bob = server.join("bob")) {
      alice.expect("-- bob joined .*");
      bob.sendText("one\ntwo\r\nthree\r\0four\rfive\n");
      for (String line : List.of("one", "two", "three", "four", "five")) {
        alice.expectLine("<bob> " + line);
      }
    }
  }

  @Test
  void whatIsUnderWayAtTheEndOfInputIsCarriedOutAndAnswered() {
    try (TestClient alice = server.join("alice");
        TestClient pipe = server.connect()) {
      pipe.sendText("ci\nbuild 812 passed\nno newline at the end").endInput();
      pipe.expectUntil("-- You are ci .*").expectLine("-- bye: 2 lines accepted").expectClosed();
      alice.expect("-- ci joined .*");
      alice.expectLine("<ci> build 812 passed").expectLine("<ci> no newline at the end");
      alice.expect("-- ci left .*");
    }
  }

  @Test
  void answersAreNotLostWhenMoreInputFollowsTheGoodbye() {
    String more = "this is never read\n".repeat(5000);
    try (TestClient client = server.connect()) {
      client.sendText("alice\n/quit\n" + more);
      client.expectUntil("-- You are alice .*").expectLine("-- bye: 0 lines accepted");
      client.expectClosed();
    }
  }

  @Test
  void answersComeInTheOrderOfTheLines() {
    try (TestClient bob = server.join("bob")) {
      bob.sendText("/echo on\none\n/nope\ntwo\n/leave\n").expectUntil("-- Your own lines.*");
      bob.expect("[0-9]+ <bob> one").expect("!! No command /nope.*");
      bob.expect("[0-9]+ <bob> two").expect("-- You left #lobby.*");
    }
  }

  @Test
  void brokenConnectionIsNoticed() {
    try (TestClient alice = server.join("alice")) {
      TestClient bob = server.join("bob");
      alice.expect("-- bob joined .*");
      bob.reset();
      alice.expectLine("-- bob was dropped from #lobby (1 here): connection lost");
    }
  }

  @Test
  void webBrowserIsToldThatThisIsNoWebServer() {
    try (TestClient browser = server.connect()) {
      browser.sendText("GET / HTTP/1.1\r\nHost: chat\r\n\r\n");
      assertThat(browser.rest())
          .startsWith("HTTP/1.1 400 Bad Request\r\n")
          .contains("Content-Length: ", "\r\n\r\n");
    }
  }

  @Test
  void clientThatIsNoTelnetReceivesNoTelnetBytes() {
    try (TestClient client = server.connect()) {
      client.sendText("alice\nhello\n").endInput();
      assertThat(client.rest()).doesNotContain("\uFFFD").doesNotContain("\r");
    }
  }

  @Test
  void telnetIsAnsweredAndItsLinesEndInCrLf() {
    try (TestClient telnet = server.connect()) {
      telnet.sendBytes((byte) 0xFF, (byte) 0xFD, (byte) 0x01);
      assertThat(telnet.bytes(3)).containsExactly(0xFF, 0xFC, 0x01);
      telnet.sendText("alice\r\n/quit\r\n");
      assertThat(telnet.rest()).contains("-- bye: 0 lines accepted\r\n");
    }
  }

  @Test
  void interruptKeyOfTelnetLeaves() {
    try (TestClient telnet = server.join("alice")) {
      telnet.sendBytes((byte) 0xFF, (byte) 0xF4, (byte) 0xFF, (byte) 0xFD, (byte) 0x06);
      assertThat(telnet.bytes(3)).containsExactly(0xFF, 0xFC, 0x06);
      assertThat(telnet.rest()).startsWith("-- bye");
    }
  }

  @Test
  void clientOverItsRateIsSlowedAndLosesNothing() {
    try (TestClient alice = server.join("alice");
        TestClient bob = server.connect()) {
      StringBuilder lines = new StringBuilder("bob\n");
      for (int i = 0; i < 30; i++) {
        lines.append("line ").append(i).append('\n');
      }
      long start = System.nanoTime();
      bob.sendText(lines.toString());
      alice.expect("-- bob joined .*");
      for (int i = 0; i < 30; i++) {
        alice.expectLine("<bob> line " + i);
      }
      // 31 lines: 20 at once and 11 at 5 a second. Slower is no fault, faster is.
      assertThat(System.nanoTime() - start).isGreaterThan(2_000_000_000L);
    }
  }

  @Test
  void addressMayHaveAsManyConnectionsAsTheLimitSaysAndNotOneMore() {
    List<TestClient> clients = new ArrayList<>();
    try {
      for (int i = 0; i < 64; i++) {
        TestClient client = server.connect();
        clients.add(client);
        client.expect("-- Welcome .*").expect("-- What is your name.*");
      }
      server
          .connect()
          .expectLine("!! Too many connections from your address (the limit is 64).")
          .expectClosed();
      clients.removeFirst().close();
      await().until(() -> sessions().size() < 64);
      clients.add(server.connect().expect("-- Welcome .*"));
    } finally {
      clients.forEach(TestClient::close);
    }
  }

  @Test
  void thoseWhoSendRubbishAreRefusedAndOthersAreServed() {
    byte[] rubbish = new byte[100_000];
    new java.util.Random(812).nextBytes(rubbish);
    try (TestClient alice = server.join("alice");
        TestClient vandal = server.connect()) {
      vandal.sendText("vandal\n").expectUntil("-- You are vandal .*");
      alice.expect("-- vandal joined .*");
      vandal.sendBytes(rubbish);
      vandal.reset();
      alice.send("/who").expectUntil("-- [0-9]+ in #lobby:.*");
    }
  }

  private static List<Session> sessions() {
    return List.copyOf(server.bean(Chat.class).sessions());
  }

  @Test
  void clientsAreKnownByTheirConnection() {
    try (TestClient alice = server.join("alice")) {
      Session session =
          sessions().stream()
              .filter(s -> Objects.toString(s.nick()).equals("alice"))
              .findFirst()
              .orElseThrow();
      assertThat(session.endpoint().remotePort()).isEqualTo(alice.localPort());
      assertThat(session.endpoint().remoteAddress()).isEqualTo("127.0.0.1");
    }
  }
}
