package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.operator.Operator;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/**
 * The raw listener, with clients that do what the tutorials' clients do: send without a newline,
 * and take a read for a message.
 */
class RawListenerTests {

  @RegisterExtension
  static final SharedServer SERVER = new SharedServer("parley.limits.messages-per-second=1000");

  @Test
  void clientsOfTheBroadcastRoomTalkToEachOtherAndToEveryoneElse(TestServer server) {
    try (TestClient alice = server.join("alice");
        TestClient one = server.connectRaw()) {
      String oneName = "guest-" + one.localPort();
      alice.expectLine("-- " + oneName + " joined #lobby (2 here)");
      TestClient two = server.connectRaw();
      alice.expect("-- guest-" + two.localPort() + " joined .*");

      one.sendText("hello from one");
      assertThat(two.read()).isEqualTo("[" + oneName + "] hello from one");
      alice.expectLine("<" + oneName + "> hello from one");

      alice.send("hello from nc").send("/me waves");
      assertThat(one.bytes("[alice] hello from nc".length()))
          .asString()
          .isEqualTo("[alice] hello from nc");
      assertThat(one.read().strip()).isEqualTo("* alice waves");

      server.bean(Operator.class).announce("Tea at four");
      assertThat(one.read().strip()).isEqualTo("[parley] Tea at four");
      two.endInput().rest();
      alice.expectUntil("-- guest-" + two.localPort() + " left .*");
    }
  }

  @Test
  void nothingButMessagesEmotesAndAnnouncementsIsSent(TestServer server) {
    try (TestClient raw = server.connectRaw();
        TestClient alice = server.join("alice")) {
      await().until(() -> server.chat().population() == 2);
      alice.send("/topic New").expectUntil("-- alice changed .*");
      alice.send("/nick alicia").expect("-- You are now alicia.*");
      alice.send("/leave").expect("-- .*");
      alice.send("/join lobby").expectUntil("-- You are .*");
      alice.send("over");
      assertThat(raw.read()).isEqualTo("[alicia] over");
    }
  }

  @Test
  void newlineStandsBetweenMessagesThatLeaveTogether(TestServer server) {
    try (TestClient raw = server.connectRaw();
        TestClient alice = server.join("alice")) {
      await().until(() -> server.chat().population() == 2);
      alice.sendText("one\ntwo\nthree\n");
      StringBuilder all = new StringBuilder(raw.read());
      while (!all.toString().endsWith("three")) {
        all.append(raw.read());
      }
      assertThat(all.toString().replace("\n", "")).isEqualTo("[alice] one[alice] two[alice] three");
    }
  }

  @Test
  void namesAreExchangedFirstWhereTheListenerSaysSo() {
    try (TestServer server =
            TestServer.start(
                "parley.listeners.raw.handshake=name", "parley.server-name=Concierge");
        TestClient alice = server.join("alice");
        TestClient bob = server.connectRaw()) {
      bob.sendText("Bob");
      assertThat(bob.read()).isEqualTo("Concierge");
      alice.expectLine("-- Bob joined #lobby (2 here)");
      bob.sendText("hi");
      alice.expectLine("<Bob> hi");
      alice.send("hello");
      assertThat(bob.read()).isEqualTo("[alice] hello");
    }
  }

  @Test
  void sendThatIsLongerThanALineIsSaidWhole(TestServer server) {
    try (TestClient alice = server.join("alice");
        TestClient raw = server.connectRaw()) {
      alice.expect("-- guest-.* joined .*");
      String text =
          IntStream.range(0, 3000).mapToObj("%05d"::formatted).collect(Collectors.joining());
      raw.sendText(text);
      assertThat(heard(alice, text.length())).isEqualTo(text);
      String more = "日本語".repeat(20_000);
      raw.sendText(more);
      assertThat(heard(alice, more.length())).isEqualTo(more);
    }
  }

  private static String heard(TestClient listener, int length) {
    StringBuilder heard = new StringBuilder();
    while (heard.length() < length) {
      heard.append(listener.line().replaceFirst("^<guest-[0-9]+> ", ""));
    }
    return heard.toString();
  }

  /** The pace holds them back long before the last one comes. */
  @Test
  void quickSendsStayApart() {
    try (TestServer server =
            TestServer.start(
                "parley.limits.messages-burst=2", "parley.limits.messages-per-second=20");
        TestClient alice = server.join("alice");
        TestClient raw = server.connectRaw()) {
      alice.expect("-- guest-.* joined .*");
      long sent = 0;
      for (int i = 0; i < 40; i++) {
        String text = "ping " + i;
        raw.sendText(text);
        sent += text.length();
        long all = sent;
        await().pollInterval(Duration.ofMillis(1)).until(() -> bytesIn(server, raw) == all);
      }
      for (int i = 0; i < 40; i++) {
        alice.expect("<guest-[0-9]+> ping " + i);
      }
    }
  }

  private static long bytesIn(TestServer server, TestClient raw) {
    return server.chat().sessions().stream()
        .filter(session -> session.endpoint().remotePort() == raw.localPort())
        .mapToLong(session -> session.endpoint().traffic().bytesIn())
        .findFirst()
        .orElse(0);
  }

  /** No more is read than the bound allows, and nothing of it is lost or turned round. */
  @Test
  void moreThanIsReadAheadIsSaidToo() {
    try (TestServer server =
            TestServer.start(
                "parley.limits.messages-burst=1", "parley.limits.messages-per-second=500");
        TestClient alice = server.join("alice");
        TestClient raw = server.connectRaw()) {
      alice.expect("-- guest-.* joined .*");
      String text =
          IntStream.range(0, 60_000).mapToObj("%06d"::formatted).collect(Collectors.joining());
      for (int from = 0; from < text.length(); from += 1200) {
        raw.sendText(text.substring(from, from + 1200));
      }
      raw.endInput();
      assertThat(heard(alice, text.length())).isEqualTo(text);
      alice.expect("-- guest-.* left .*");
    }
  }

  @Test
  @ExtendWith(OutputCaptureExtension.class)
  void whatIsNotSaidIsLoggedOnceAndCounted(CapturedOutput output, TestServer server) {
    try (TestClient alice = server.join("alice");
        TestClient raw = server.connectRaw()) {
      alice.expect("-- guest-.* joined .*");
      for (int i = 1; i <= 3; i++) {
        long before = bytesIn(server, raw);
        raw.sendBytes((byte) 'c', (byte) 0xE9, (byte) ' ');
        await().until(() -> bytesIn(server, raw) == before + 3);
        raw.sendText("ok " + i);
        alice.expect("<guest-.*> ok " + i);
      }
      assertThat(output.getOut().lines().filter(line -> line.contains("was not said: not_utf8")))
          .hasSize(1);
      assertThat(
              server
                  .bean(MeterRegistry.class)
                  .get("parley.refusals")
                  .tag("reason", "not_utf8")
                  .counter()
                  .count())
          .isPositive();
    }
  }
}
