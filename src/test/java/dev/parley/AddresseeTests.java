package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.name.Nick;
import dev.parley.chat.operator.Operator;
import dev.parley.chat.session.Session;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests over real sockets that input reaches no person and no room that it was not meant for. */
@Timeout(300)
class AddresseeTests {

  private static final RoomSettings KEYED =
      new RoomSettings(true, false, "open-sesame", 0, 0, null);

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start("parley.resume.hold=2m", "parley.limits.messages-burst=0");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static TestClient person(String name) {
    return TestClient.connect(server.port("line"))
        .send(name)
        .expectUntil("-- After a drop, come back with: .*");
  }

  @Test
  void replyReachesTheWriterAndNobodyWhoHasTheNameNow() {
    try (TestClient alice = person("alice-r");
        TestClient bob = person("bob-r")) {
      bob.send("/msg alice-r psst").expectUntil(".*psst");
      bob.send("/nick bobby-r").expectUntil("-- You are now bobby-r.");
      try (TestClient impostor = person("bob-r")) {
        alice.expectUntil("-- bob-r joined #lobby .*");
        alice.send("/reply a secret").expectUntil("\\[you -> bobby-r\\] a secret");
        bob.expectUntil("\\[alice-r -> you\\] a secret");
        impostor.send("/who").expect("-- [0-9]+ in #lobby: .*");

        bob.send("/quit").expectUntil("-- bye: .*");
        alice.expectUntil("-- bobby-r left #lobby .*");
        alice
            .send("/reply another secret")
            .expectLine(
                "!! bobby-r, who wrote to you, has left, and that was not sent. /msg NAME TEXT to"
                    + " write to somebody else.");
      }
    }
  }

  @Test
  void pipeThatIsNotLetIntoItsRoomIsHeardNowhere() {
    server.bean(Operator.class).create("secret-a", "", KEYED);
    try (TestClient listener = person("listener-a");
        TestClient pipe = server.connect()) {
      String said =
          pipe.sendText("pipe-a\n/join secret-a wrongkey\nhello\n/me waves\n").endInput().rest();
      assertThat(said)
          .endsWith(
              """
              !! That is not the key of #secret-a.
              -- You speak in no room now. /join #lobby to go on there.
              !! You speak in no room now, so that went nowhere. /join #lobby to go on there.
              !! You speak in no room now, so that went nowhere. /join #lobby to go on there.
              -- bye: 0 lines accepted, 3 refused (line 2: wrong key; line 3: not in that room; line 4:\
               not in that room)
              """);
      listener.expectUntil("-- pipe-a joined #lobby .*").expect("-- pipe-a left #lobby .*");
    }
  }

  @Test
  void linesInThePipeWhenTheirRoomIsDeletedAreHeardNowhereElse() {
    Operator operator = server.bean(Operator.class);
    operator.create("doomed", "", RoomSettings.PERSISTENT);
    try (TestClient listener = person("listener-d");
        TestClient pipe = person("pipe-d");
        TestClient member = person("member-d")) {
      listener.expectUntil("-- member-d joined #lobby .*");
      member.send("/join doomed").expectUntil("-- You are member-d in #doomed.*");
      pipe.send("/join doomed").expectUntil("-- You are pipe-d in #doomed.*");
      pipe.sendText(numbered(300));
      member.expectUntil("<pipe-d> line 20");
      operator.delete("doomed");
      member.expectUntil("-- Room #doomed was deleted. You speak in no room now.*");
      try (TestClient stranger = person("stranger-d")) {
        listener.expect("-- stranger-d joined #lobby .*");
        stranger.send("/join doomed").expectUntil("-- You are stranger-d in #doomed.*");
        pipe.sendText(numbered(300)).send("/join lobby").expectUntil("-- You are back in #lobby.*");
        pipe.send("the end");
        listener.expectLine("<pipe-d> the end");
        stranger.send("/who").expectLine("#lobby <pipe-d> the end");
      }
    }
  }

  @Test
  void linesInThePipeWhenTheirSenderIsTakenOutAreHeardNowhereElse() {
    Operator operator = server.bean(Operator.class);
    operator.create("strict", "", RoomSettings.PERSISTENT);
    try (TestClient listener = person("listener-k");
        TestClient pipe = person("pipe-k");
        TestClient member = person("member-k")) {
      listener.expectUntil("-- member-k joined #lobby .*");
      member.send("/join strict").expectUntil("-- You are member-k in #strict.*");
      pipe.send("/join strict").expectUntil("-- You are pipe-k in #strict.*");
      pipe.sendText(numbered(300));
      member.expectUntil("<pipe-k> line 20");
      operator.remove("strict", "pipe-k", "flood");
      pipe.sendText(numbered(300)).send("/join lobby").expectUntil("-- You are back in #lobby.*");
      pipe.send("the end");
      listener.expectLine("<pipe-k> the end");
    }
  }

  private static String numbered(int lines) {
    return IntStream.rangeClosed(1, lines)
        .mapToObj(n -> "line " + n + "\n")
        .collect(Collectors.joining());
  }

  @Test
  void whoResumesAndIsInTheRoomNoMoreSpeaksNowhere() {
    Operator operator = server.bean(Operator.class);
    operator.create("gone-r", "", RoomSettings.PERSISTENT);
    try (TestClient listener = person("listener-g")) {
      TestClient bob = server.join("bob-g");
      String token = token(bob);
      listener.expectUntil("-- bob-g joined #lobby .*");
      bob.send("/join gone-r").expectUntil("-- You are bob-g in #gone-r.*");
      bob.reset();
      await().until(() -> server.chat().sessions().stream().noneMatch(AddresseeTests::isBob));
      operator.delete("gone-r");
      try (TestClient again = server.connect()) {
        again.sendText("/resume " + token + "\nmeant for gone-r\n");
        again
            .expectUntil("-- You speak in no room now. /join #lobby to go on there.")
            .expectUntil("!! You speak in no room now, so that went nowhere. .*");
        again.send("/join lobby").expectUntil("-- You are back in #lobby.*").send("the end");
        listener.expectLine("<bob-g> the end");
      }
    }
  }

  private static String token(TestClient client) {
    String line = client.line();
    while (!line.startsWith("-- After a drop")) {
      line = client.line();
    }
    return line.replaceFirst(".*/resume ", "");
  }

  private static boolean isBob(Session session) {
    return new Nick("bob-g").equals(session.nick());
  }

  @Test
  void ignoringFollowsThePersonAndSparesTheNextOfTheName() {
    try (TestClient ann = person("ann-i");
        TestClient pest = person("pest-i")) {
      ann.send("/ignore pest-i").expectUntil("-- You ignore pest-i.");
      pest.send("unheard").send("/nick pest-j").expectUntil("-- You are now pest-j.");
      pest.send("/me unheard").send("/msg ann-i unheard").expectUntil(".* unheard");
      ann.expectUntil("-- pest-i is now pest-j");
      try (TestClient other = person("pest-i")) {
        ann.expect("-- pest-i joined #lobby .*");
        other.send("I am somebody else");
        ann.expectLine("<pest-i> I am somebody else");
        ann.send("/unignore pest-j").expectLine("-- You ignore nobody.");
        pest.send("now?");
        ann.expectLine("<pest-j> now?");
      }
    }
  }
}
