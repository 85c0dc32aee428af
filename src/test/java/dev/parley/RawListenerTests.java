package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.Operator;
import org.junit.jupiter.api.Test;

/**
 * The raw listener, with clients that do what the tutorials' clients do: send without a newline,
 * and take a read for a message.
 */
class RawListenerTests {

  @Test
  void clientsOfTheBroadcastRoomTalkToEachOtherAndToEveryoneElse() {
    try (TestServer server = TestServer.start();
        TestClient alice = server.join("alice");
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
  void nothingButMessagesEmotesAndAnnouncementsIsSent() {
    try (TestServer server = TestServer.start();
        TestClient raw = server.connectRaw();
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
  void newlineStandsBetweenMessagesThatLeaveTogether() {
    try (TestServer server = TestServer.start();
        TestClient raw = server.connectRaw();
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
}
