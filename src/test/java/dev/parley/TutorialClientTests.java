package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Whole conversations of the clients that socket tutorials end with, done as those clients do them:
 * a message is one send of its UTF-8 bytes without a newline, and what a read of up to 1024 bytes
 * brings is printed as one message.
 */
class TutorialClientTests {

  /** The client of the many: it sends nothing until its person types, and prints what comes. */
  @Nested
  class OfManyClients {

    @RegisterExtension static final SharedServer SERVER = new SharedServer();

    @Test
    void severalTalkAndOneLeaves(TestServer server) {
      TestClient one = server.connectRaw();
      await(server, 1);
      TestClient two = server.connectRaw();
      await(server, 2);
      TestClient three = server.connectRaw();
      await(server, 3);

      one.sendText("hello, everyone");
      assertThat(two.read()).isEqualTo("[" + guest(one) + "] hello, everyone");
      assertThat(three.read()).isEqualTo("[" + guest(one) + "] hello, everyone");
      two.sendText("Grüße, 世界 😀");
      assertThat(one.read()).isEqualTo("[" + guest(two) + "] Grüße, 世界 😀");
      assertThat(three.read()).isEqualTo("[" + guest(two) + "] Grüße, 世界 😀");

      two.close();
      await(server, 2);
      three.sendText("who is left?");
      assertThat(one.read()).isEqualTo("[" + guest(three) + "] who is left?");
      one.sendText("I am");
      assertThat(three.read()).isEqualTo("[" + guest(one) + "] I am");
      one.close();
      three.close();
      await(server, 0);
    }

    @Test
    void thoseWithOtherClientsAreInTheSameConversation(TestServer server) {
      try (TestClient alice = server.join("alice");
          TestClient client = server.connectRaw()) {
        alice.expectLine("-- " + guest(client) + " joined #lobby (2 here)");
        client.sendText("hello");
        alice.expectLine("<" + guest(client) + "> hello");
        alice.send("hello yourself");
        assertThat(client.read()).isEqualTo("[alice] hello yourself");
        client.endInput().rest();
        alice.expectLine("-- " + guest(client) + " left #lobby (1 here)");
      }
    }

    @Test
    void messageThatFillsTheReadersBufferComesWhole(TestServer server) {
      try (TestClient one = server.connectRaw();
          TestClient two = server.connectRaw()) {
        await(server, 2);
        String text = "x".repeat(1024 - "[] ".length() - guest(one).length());
        one.sendText(text);
        assertThat(two.bytes(1024)).asString().isEqualTo("[" + guest(one) + "] " + text);
      }
    }

    private static String guest(TestClient client) {
      return "guest-" + client.localPort();
    }
  }

  /**
   * The client of two: it sends its name at once, takes the next read whole for the other side's
   * name, and then they take turns: a read, a line from its person, a read.
   */
  @Nested
  class OfTwoParties {

    @RegisterExtension
    static final SharedServer SERVER =
        new SharedServer("parley.listeners.raw.handshake=name", "parley.server-name=Concierge");

    @Test
    void namesAreExchangedAndThenTheyTakeTurns(TestServer server) {
      try (TestClient alice = server.join("alice");
          TestClient bob = server.connectRaw()) {
        bob.sendText("Bob");
        assertThat(bob.read()).isEqualTo("Concierge");
        alice.expectLine("-- Bob joined #lobby (2 here)");

        alice.send("hello Bob");
        assertThat(bob.read()).isEqualTo("[alice] hello Bob");
        bob.sendText("hello alice");
        alice.expectLine("<Bob> hello alice");
        alice.send("how are you?");
        assertThat(bob.read()).isEqualTo("[alice] how are you?");
        bob.sendText("[e]");
        alice.expectLine("<Bob> [e]");
        bob.endInput().rest();
        alice.expectLine("-- Bob left #lobby (1 here)");
      }
    }

    @Test
    void twoOfThemTalkToEachOther(TestServer server) {
      try (TestClient bob = server.connectRaw();
          TestClient carol = server.connectRaw()) {
        bob.sendText("Bob");
        assertThat(bob.read()).isEqualTo("Concierge");
        carol.sendText("Carol");
        assertThat(carol.read()).isEqualTo("Concierge");
        await(server, 2);

        bob.sendText("your turn");
        assertThat(carol.read()).isEqualTo("[Bob] your turn");
        carol.sendText("and yours");
        assertThat(bob.read()).isEqualTo("[Carol] and yours");
      }
    }

    @Test
    void nothingIsSentBeforeTheNamesAreExchanged(TestServer server) {
      try (TestClient alice = server.join("alice");
          TestClient bob = server.connectRaw()) {
        alice.send("is anybody there?").send("/who").expect("-- 1 in #lobby: alice");
        bob.sendText("Bob");
        assertThat(bob.read()).isEqualTo("Concierge");
      }
    }

    @Test
    void nameThatIsTakenIsAlteredWithoutAWord(TestServer server) {
      try (TestClient alice = server.join("alice");
          TestClient other = server.connectRaw()) {
        other.sendText("Alice");
        assertThat(other.read()).isEqualTo("Concierge");
        alice.expectLine("-- Alice_2 joined #lobby (2 here)");
      }
    }
  }

  private static void await(TestServer server, int people) {
    org.awaitility.Awaitility.await().until(() -> server.chat().population() == people);
  }
}
