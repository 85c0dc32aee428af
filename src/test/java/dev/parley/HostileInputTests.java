package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.buffer.PooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Tests hostile clients: each is followed by a regular one that is served at once. */
@ExtendWith(OutputCaptureExtension.class)
class HostileInputTests {

  private static TestServer server;

  @BeforeAll
  static void start() {
    server =
        TestServer.start(
            "parley.limits.connections-per-address=0",
            "parley.limits.connections-burst=0",
            "parley.limits.messages-burst=0",
            "parley.history.on-join=0");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @AfterEach
  void othersAreServedAndNothingIsLeft() {
    try (TestClient alice = server.connect()) {
      alice.send("afterwards").expectUntil("-- You are afterwards in .*");
    }
    await()
        .atMost(Duration.ofSeconds(30))
        .untilAsserted(() -> {
          assertThat(server.chat().sessions()).isEmpty();
          assertThat(PooledByteBufAllocator.DEFAULT.pinnedDirectMemory()).isZero();
        });
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "80",
        "bf",
        "c0af",
        "c1bf",
        "c2",
        "e08080",
        "e0a0",
        "e282",
        "eda080",
        "edbfbf",
        "f0808080",
        "f09f98",
        "f4908080",
        "f5808080",
        "fe",
        "61c3",
        "c328",
        "e28261",
        "f09f9861",
        "ffff"
      })
  void lineThatIsNotUtf8IsRefusedAndTheNextIsNot(String hex) {
    try (TestClient bob = server.join("bob")) {
      bob.sendBytes(HexFormat.of().parseHex(hex + "0a")).send("/who");
      bob.expectLine("!! That line was not UTF-8 and was not sent.");
      bob.expectLine("-- 1 in #lobby: bob");
    }
  }

  @Test
  void lineOfTenMegabytesIsRefusedAndNotKept() {
    byte[] much = new byte[10 << 20];
    Arrays.fill(much, (byte) 'x');
    try (TestClient bob = server.join("bob")) {
      bob.sendBytes(much).send("").send("/who");
      bob.expectLine("!! That line was longer than 4096 bytes and was not sent.");
      bob.expectLine("-- 1 in #lobby: bob");
      bob.sendBytes(much).reset();
    }
  }

  @Test
  void floodOfNegotiationsIsAnsweredWithNoMoreThanItself() {
    byte[] flood = new byte[3 * 300_000];
    for (int i = 0; i < flood.length; i += 3) {
      flood[i] = (byte) 0xFF;
      flood[i + 1] = (byte) (251 + i / 3 % 4);
      flood[i + 2] = (byte) (i / 3 / 7);
    }
    try (TestClient bob = server.join("bob");
        TestClient alice = server.join("alice")) {
      bob.expect("-- alice joined .*");
      bob.sendBytes(flood).send("still here");
      alice.expectLine("<bob> still here");
      bob.send("/quit");
      byte[] answers = bob.rest().getBytes(StandardCharsets.ISO_8859_1);
      assertThat(answers.length).isLessThan(flood.length);
    }
  }

  @Test
  void clientThatAsksAndNeverReadsIsClosed() {
    try (TestClient bob = TestClient.connect(server.port("line"), 4096);
        TestClient alice = server.join("alice")) {
      bob.send("hoarder");
      alice.expect("-- hoarder joined .*");
      String questions = "/help\n".repeat(5000);
      Thread asking =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  for (int i = 0; i < 20; i++) {
                    bob.sendText(questions);
                  }
                } catch (RuntimeException closed) {
                  // That is what is wanted.
                }
              });
      alice.expect("-- hoarder was dropped from #lobby \\(1 here\\): slow reader");
      asking.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void manyHalfOpenLoginsHarmNobody() {
    List<TestClient> silent = new ArrayList<>();
    try {
      for (int i = 0; i < 300; i++) {
        silent.add(server.connect());
      }
      try (TestClient alice = server.join("alice")) {
        alice.send("/who").expectLine("-- 1 in #lobby: alice");
      }
    } finally {
      silent.forEach(TestClient::close);
    }
  }

  @Test
  void whoeverHasTakenLongestToGiveANameMakesRoom() {
    try (TestServer own = TestServer.start("parley.limits.half-open-logins=2");
        TestClient alice = own.join("alice");
        TestClient oldest = own.connect().expect("-- Welcome .*").expect("-- What is .*");
        TestClient older = own.connect().expect("-- Welcome .*").expect("-- What is .*");
        TestClient newest = own.connect().expect("-- Welcome .*").expect("-- What is .*")) {
      oldest.expectLine("-- bye: no name was given in time: others are waiting").expectClosed();
      older.send("older").expectUntil("-- You are older in .*");
      newest.send("newest").expectUntil("-- You are newest in .*");
      alice.send("/who").expectUntil("-- 3 in #lobby: .*");
    }
  }

  @Test
  void connectionsThatComeTooFastAreRefused() {
    try (TestServer own =
        TestServer.start(
            "parley.limits.connections-burst=2", "parley.limits.connections-per-second=1")) {
      List<TestClient> clients = new ArrayList<>();
      boolean refused = false;
      for (int i = 0; i < 50 && !refused; i++) {
        TestClient client = own.connect();
        clients.add(client);
        refused = client.line().startsWith("!!");
      }
      assertThat(refused).isTrue();
      clients.getLast().expectClosed();
      clients.getFirst().send("alice").expectUntil("-- You are alice in .*");
      clients.forEach(TestClient::close);
    }
  }

  @Test
  void nothingUncleanIsWrittenToTheLog(CapturedOutput output) {
    String unclean = "\u001B[31mred\u001B[0m\r2026-11-22 ERROR fake\u009B2J";
    try (TestClient bob = TestClient.connect(server.port("line"), 4096)) {
      bob.send("bob" + unclean).send(unclean).send("/nick " + unclean).send("/join " + unclean);
      bob.sendText("x\u001B]0;title\u0007" + unclean + "\0\0\n").send("/quit " + unclean);
      bob.rest();
    }
    try (TestClient raw = server.connectRaw()) {
      raw.sendText(unclean).endInput().rest();
    }
    assertThat(output.getAll()).doesNotContain("\u001B", "\u009B", "fake", "\0");
  }
}
