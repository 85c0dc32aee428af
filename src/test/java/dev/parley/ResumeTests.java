package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import dev.parley.chat.audit.Actor;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.name.Nick;
import dev.parley.chat.operator.Operator;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the resumption of sessions over real sockets. */
class ResumeTests {

  /** It replays little at a time, and most of it from the store. */
  @RegisterExtension
  static final SharedServer IN_PIECES =
      new SharedServer(
          "parley.resume.hold=2m",
          "parley.limits.messages-burst=0",
          "parley.limits.replay-bytes=4KB",
          "parley.limits.replay-bytes-together=8KB",
          "parley.history.memory-lines=20");

  private static final Pattern TOKEN = Pattern.compile("-- After a drop.*: /resume (\\S+)");

  private static final Pattern JSON_TOKEN = Pattern.compile("\"resume\":\"([\\w-]{24})\"");

  /** So many lines at the most are shown on coming back. */
  private static final int MUCH = 5000;

  private static final String FILLER = "x".repeat(1000);

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start("parley.resume.hold=2m", "parley.limits.messages-burst=0");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void droppedSessionMissesNothingAndNobodyNotices() {
    try (TestClient alice = server.join("alice")) {
      TestClient bob = server.join("bob");
      String token = token(bob);
      alice.expectUntil("-- bob joined #lobby \\(2 here\\)");
      bob.send("/join ops").expect("-- You are bob in #ops.*");
      alice.send("/join ops").expectUntil("-- You are alice in #ops.*");
      bob.expect("-- alice joined #ops .*");
      alice.send("seen").send("/join lobby").expect("-- You are back in #lobby.*");
      bob.expectLine("<alice> seen");
      // What is sent after it tells the server that the line has arrived.
      bob.send("/who").expectLine("-- 2 in #ops: bob (owner), alice");

      bob.reset();
      await().until(() -> server.chat().sessions().size() == 1);
      alice.send("one").send("/msg bob psst");
      alice.expectLine("[you -> bob] psst").expect("-- bob is away: connection lost.*");
      alice.send("/join ops").expect("-- You are back in #ops.*");
      alice.send("two");
      alice.send("/who").expectLine("-- 2 in #ops: bob (owner), alice");

      try (TestClient again = server.connect()) {
        again.send("/resume " + token);
        assertThat(token(again)).isNotEqualTo(token);
        again.expect("-- You are bob again. You missed 2 lines.");
        again.expect("[0-9:]+ #lobby <alice> one").expect("[0-9:]+ <alice> two");
        again.expect("-- You are back in #lobby with alice.*");
        again.expect("-- You are back in #ops with alice.*");
        again.expectLine("[alice -> you] psst");
        alice.send("three");
        again.expectLine("<alice> three");
        again.send("hello again");
        alice.expectLine("<bob> hello again");
        again.send("/quit").expect("-- bye: .*");
      }
      alice.expectUntil("-- bob left .*");
    }
  }

  @Test
  void linesThatNeverReachedTheOtherEndAreMissed() {
    try (TestClient alice = server.join("alice")) {
      TestClient bob = TestClient.connect(server.port("line"), 4096).send("bob");
      String token = token(bob);
      alice.expectUntil("-- bob joined .*");
      int lines = 300;
      String filler = "x".repeat(500);
      for (int i = 1; i <= lines; i++) {
        alice.send("%05d %s".formatted(i, filler));
      }
      alice.send("/who").expect("-- 2 in #lobby: .*");
      int perLine = "<alice> 00000 \n".length() + filler.length();
      await().until(() -> bob.available() > perLine);
      // The other end's system takes no more, as nobody reads there.
      AtomicInteger before = new AtomicInteger();
      await()
          .during(Duration.ofSeconds(1))
          .until(() -> before.getAndSet(bob.available()) == bob.available());
      int arrived = bob.available() / perLine;
      assertThat(arrived).isLessThan(lines);
      bob.reset();
      await().until(() -> server.chat().sessions().size() == 1);
      try (TestClient again = server.connect()) {
        again.send("/resume " + token);
        again.expectUntil("-- You are bob again. You missed %d lines.".formatted(lines - arrived));
        for (int i = arrived + 1; i <= lines; i++) {
          again.expect("[0-9:]+ <alice> %05d x+".formatted(i));
        }
        again.send("/quit").rest();
      }
      alice.send("/quit").rest();
    }
  }

  @Test
  void replayThatBreaksOffGoesOnNearWhereItStopped() {
    int read = 1000;
    try (TestClient alice = server.join("alice")) {
      String token = missMuch(server, alice);
      TestClient broken = TestClient.connect(server.port("line"), 4096);
      String next = resumeInJson(broken, token);
      long first = offset(broken.line());
      readUpTo(broken, first, first + read - 1);
      broken.reset();
      await().until(() -> server.chat().sessions().size() == 1);
      try (TestClient again = server.connect()) {
        resumeInJson(again, next);
        long goesOn = offset(again.line());
        assertThat(goesOn).isBetween(first + read - 100, first + read + 100);
        readUpTo(again, goesOn, first + MUCH - 1);
        again.send("/quit").rest();
      }
      alice.send("/quit").rest();
    }
  }

  @Test
  void whoReadsAReplayIsNotCutOffByALineMore() {
    try (TestServer roomy =
            TestServer.start(
                "parley.resume.hold=2m",
                "parley.limits.messages-burst=0",
                "parley.limits.sendq-bytes=4MB");
        TestClient alice = roomy.join("alice")) {
      String token = missMuch(roomy, alice);
      try (TestClient again = TestClient.connect(roomy.port("line"), 4096)) {
        resumeInJson(again, token);
        long first = offset(again.line());
        // The other lines are fewer bytes than may wait, though all together are more.
        readUpTo(again, first, first + 2000);
        alice.send("one more").send("/who").expectUntil("-- 2 in #lobby: .*");
        readUpTo(again, first + 2000, first + MUCH - 1);
        again.expect(".*\"one more\".*");
      }
    }
  }

  /** Says many long lines to one whose connection is lost; returns what to come back with. */
  private static String missMuch(TestServer at, TestClient speaker) {
    return missLines(at, speaker, MUCH);
  }

  /** Comes back, up to where the missed lines begin; returns what to come back with then. */
  private static String resumeInJson(TestClient client, String token) {
    client.send("/json on").send("/resume " + token);
    Matcher welcome = JSON_TOKEN.matcher(client.line());
    while (!welcome.find()) {
      welcome = JSON_TOKEN.matcher(client.line());
    }
    return welcome.group(1);
  }

  /** Reads the lines behind an offset, up to another. */
  private static void readUpTo(TestClient client, long after, long last) {
    for (long offset = after + 1; offset <= last; offset++) {
      assertThat(offset(client.line())).isEqualTo(offset);
    }
  }

  private static long offset(String json) {
    return JsonPath.<Number>read(json, "$.offset").longValue();
  }

  @Test
  void oneIsBackInTheRoomThatOneSpokeIn() {
    TestClient bob = server.join("bob");
    String token = token(bob);
    bob.send("/join ops").expectUntil("-- You are bob in #ops.*");
    bob.send("/join lobby").expectUntil("-- You are back in #lobby.*");
    bob.reset();
    await().until(() -> server.chat().sessions().isEmpty());
    try (TestClient again = server.connect()) {
      again.send("/resume " + token).expectUntil("-- You are back in #ops.*");
      again.send("/who").expectUntil("-- 1 in #lobby: bob");
      again.send("/quit").rest();
    }
  }

  @Test
  void nameIsKeptFromOthersAndTheTokenServesOnce() {
    TestClient dave = server.join("dave");
    String token = token(dave);
    dave.reset();
    await().until(() -> server.chat().sessions().isEmpty());
    try (TestClient other = server.connect();
        TestClient again = server.connect();
        TestClient third = server.connect()) {
      other.send("dave").expectUntil("-- dave is taken: you are dave_2.");
      again.send("/resume " + token).expectUntil("-- You are dave again. You missed nothing.");
      third.send("/resume " + token);
      third.expectUntil("!! That token is not known, or its time is over. Give a name instead.");
      third.expectLine("-- What is your name? (Enter alone makes you a guest)");
      again.send("/quit").rest();
      other.send("/quit").rest();
    }
  }

  @Test
  void connectionThatStillHangsIsTakenOver() {
    try (TestClient hanging = server.join("erin");
        TestClient again = server.connect()) {
      String token = token(hanging);
      again.send("/resume " + token).expectUntil("-- You are erin again.*");
      hanging.expectLine("-- bye: you came back on another connection").expectClosed();
      again.send("/who").expectUntil("-- 1 in #lobby: erin");
      again.send("/quit").rest();
    }
  }

  @Test
  void endOfInputIsSeenAndCanBeComeBackFrom() {
    try (TestClient frank = server.join("frank");
        TestClient grace = server.join("grace")) {
      String token = token(frank);
      frank.expectUntil("-- grace joined .*");
      frank.endInput().rest();
      grace.expectUntil("-- frank left #lobby .*");
      grace.send("while you were out").send("/who").expectUntil("-- 1 in #lobby: grace");
      try (TestClient again = server.connect()) {
        again.send("/resume " + token).expectUntil("-- You are frank again. You missed 1 line.");
        again.expect("[0-9:]+ <grace> while you were out");
        grace.expectLine("-- frank joined #lobby (2 here)");
        again.send("/quit").rest();
      }
      grace.send("/quit").rest();
    }
  }

  @Test
  void resetThatMeetsWhatIsBeingSentIsNoDeparture(TestServer own) {
    int people = 30;
    try (TestClient bob = own.join("bob")) {
      for (int i = 1; i <= people; i++) {
        TestClient alice = own.join("alice" + i);
        bob.expectUntil("-- alice" + i + " joined .*");
        alice.reset();
        bob.send("one").send("two");
      }
      await().until(() -> own.chat().sessions().size() == 1);
      bob.send("/who").expectUntil("-- " + (people + 1) + " in #lobby: .*");
    }
  }

  @Test
  void whatOneSaidOrIgnoresIsNotMissed() {
    try (TestClient heidi = server.join("heidi")) {
      TestClient ivan = server.join("ivan");
      String token = token(ivan);
      ivan.send("my own").send("/ignore heidi").expectUntil("-- You ignore heidi.");
      ivan.reset();
      await().until(() -> server.chat().sessions().size() == 1);
      heidi.send("spam").send("/who").expectUntil("-- 2 in #lobby: .*");
      try (TestClient again = server.connect()) {
        again.send("/resume " + token).expectUntil("-- You are ivan again. You missed nothing.");
        again.send("/quit").rest();
      }
      heidi.send("/quit").rest();
    }
  }

  @Test
  void roomThatWasDeletedMeanwhileIsNotMadeAgain() {
    TestClient judy = server.join("judy");
    String token = token(judy);
    judy.send("/join den").expectUntil("-- You are judy in #den.*");
    judy.reset();
    await().until(() -> server.chat().sessions().isEmpty());
    server.bean(Operator.class).delete("den");
    try (TestClient again = server.connect()) {
      again.send("/resume " + token).expectUntil("-- You are back in #lobby.*");
      again.send("/rooms").expectUntil("-- #lobby .*");
      assertThat(server.bean(Operator.class).room("den")).isNull();
      again.send("/quit").rest();
    }
  }

  @Test
  void linesOfARoomThatIsGoneDoNotCountInTheNextOfItsName() {
    TestClient alice = server.join("alice");
    String token = token(alice);
    speakInTwoRooms(alice);
    alice.reset();
    await().until(() -> server.chat().sessions().isEmpty());
    try (TestClient again = server.connect()) {
      again.send("/resume " + token).expectUntil("-- You are alice again. You missed nothing.");
      again.expectUntil("-- You are back in #foo.*");
      again.send("/quit").rest();
    }
  }

  @Test
  void ofTheNextRoomOfTheNameAllIsShown() {
    try (TestClient bob = server.join("bob")) {
      TestClient alice = server.join("alice");
      String token = token(alice);
      speakInTwoRooms(alice);
      bob.send("/join foo").expectUntil("-- You are bob in #foo.*");
      alice.expectUntil("-- bob joined #foo .*");
      alice.reset();
      await().until(() -> server.chat().sessions().size() == 1);
      bob.send("one").send("two").send("three").send("four").send("/who");
      bob.expectUntil("-- 2 in #foo: .*");
      try (TestClient again = server.connect()) {
        again.send("/resume " + token).expectUntil("-- You are alice again. You missed 4 lines.");
        again.expect(".* <bob> one").expect(".* <bob> two");
        again.expect(".* <bob> three").expect(".* <bob> four");
        again.send("/quit").rest();
      }
      bob.send("/quit").rest();
    }
  }

  /** Says three lines in a room that goes then, and is in another of its name. */
  private static void speakInTwoRooms(TestClient client) {
    client.send("/join foo").expectUntil("-- You are alice in #foo.*");
    client.send("a").send("b").send("c").send("/leave foo").expectUntil("-- You left #foo.*");
    client.send("/join foo").expectUntil("-- You are alice in #foo.*");
    client.send("/who").expectLine("-- 1 in #foo: alice (owner)");
  }

  @Test
  void afterTheHoldTheDropIsSeenAndTheTokenIsOver() {
    try (TestServer brief = TestServer.start("parley.resume.hold=300ms");
        TestClient alice = brief.join("alice")) {
      TestClient bob = brief.join("bob");
      String token = token(bob);
      alice.expectUntil("-- bob joined .*");
      bob.reset();
      alice.expectLine("-- bob was dropped from #lobby (1 here): connection lost");
      await().until(() -> brief.chat().population() == 1); // The name is free a moment later.
      try (TestClient again = brief.connect()) {
        again.send("/resume " + token).expectUntil("!! That token is not known.*");
        again.expect("-- What is your name.*").send("bob").expect("-- You are bob in #lobby.*");
      }
    }
  }

  @Test
  void linesThatExpiredMeanwhileAreTold() {
    try (TestServer small =
            TestServer.start(
                "parley.resume.hold=2m",
                "parley.limits.messages-burst=0",
                "parley.history.lines=3",
                "parley.history.on-join=0");
        TestClient alice = small.join("alice")) {
      TestClient bob = small.join("bob");
      String token = token(bob);
      alice.expectUntil("-- bob joined .*");
      bob.reset();
      await().until(() -> small.chat().sessions().size() == 1);
      for (int i = 1; i <= 5; i++) {
        alice.send("line " + i);
      }
      alice.send("/who").expect("-- 2 in #lobby: .*");
      try (TestClient again = small.connect()) {
        again.send("/resume " + token).expectUntil("-- You are bob again. You missed 3 lines.");
        again.expectLine("-- #lobby: 2 lines that you missed expired.");
        again.expect("[0-9:]+ <alice> line 3");
      }
    }
  }

  @Test
  void jsonModeTellsTheTokenInItsWelcome() {
    try (TestClient bot = server.connect()) {
      bot.send("/json on").send("bot");
      bot.expectUntil("\\{\"type\":\"welcome\",.*\"resume\":\"[\\w-]{24}\".*");
      bot.send("/quit").rest();
    }
  }

  @Test
  void roomThatAStrangerMadeOfTheNameIsNotEntered(TestServer own) {
    try (TestClient bob = own.join("bob")) {
      String token = token(bob);
      bob.send("/join den").expectUntil("-- You are bob in #den.*");
      bob.endInput().rest();
      await().until(() -> own.chat().sessions().isEmpty());
      try (TestClient stranger = own.join("stranger");
          TestClient again = own.connect()) {
        stranger.send("/join den").expectUntil("-- You are stranger in #den.*");
        again.send("/resume " + token + "\nfor the den alone");
        again.expectUntil("-- You are bob again. You missed nothing.");
        again.expectLine("-- #den is gone.");
        again.expectLine("-- You are back in #lobby with stranger.");
        again.expectLine("-- You speak in no room now. /join #lobby to go on there.");
        again.expectLine(
            "!! You speak in no room now, so that went nowhere. /join #lobby to go on there.");
        stranger.send("/who den").expectUntil("-- 1 in #den: stranger \\(owner\\)");
        stranger.send("/quit");
        assertThat(stranger.rest()).doesNotContain("for the den alone");
      }
    }
  }

  @Test
  void roomThatWasDeletedAndMadeAgainIsNotEntered() {
    TestClient judy = server.join("judy");
    String token = token(judy);
    judy.send("/join den").expectUntil("-- You are judy in #den.*");
    judy.send("/join lobby").expectUntil("-- You are back in #lobby.*");
    judy.send("/who").expectUntil("-- 1 in #lobby: judy");
    judy.reset();
    await().until(() -> server.chat().sessions().isEmpty());
    server.bean(Operator.class).delete("den");
    server.bean(Operator.class).create("den", "", RoomSettings.PERSISTENT);
    try (TestClient again = server.connect()) {
      again.send("/json on").send("/resume " + token);
      again.expectUntil(".*\"type\":\"left\",\"room\":\"den\",\"you\":true,\"how\":\"deleted\".*");
      again.expect(".*\"type\":\"welcome\".*\"room\":\"lobby\".*");
      again.send("/json off").send("/who den").expectUntil("-- Nobody is in #den.");
      again.send("/quit").rest();
    }
    server.bean(Operator.class).delete("den");
  }

  @Test
  void whoWasInNoRoomButOneThatIsGoneIsInTheLobby() {
    TestClient judy = server.join("judy");
    String token = token(judy);
    judy.send("/join den").expectUntil("-- You are judy in #den.*");
    judy.send("/leave lobby").expectUntil("-- You left #lobby.*");
    judy.reset();
    await().until(() -> server.chat().sessions().isEmpty());
    server.bean(Operator.class).delete("den");
    try (TestClient again = server.connect()) {
      again.send("/resume " + token).expectUntil("-- #den is gone.*");
      again.expect("-- You are judy in #lobby.*|-- You are back in #lobby.*");
      again.send("/quit").rest();
    }
  }

  @ParameterizedTest
  @CsvSource({"true,false,,0", "false,true,,0", "false,false,sesame,0", "false,false,,1"})
  void whoWasAMemberIsOneWhateverHasBecomeOfTheRoomsSettings(
      boolean lost, boolean inviteOnly, @Nullable String key, int maxMembers) {
    Operator operator = server.bean(Operator.class);
    operator.create("club", "", RoomSettings.PERSISTENT);
    TestClient judy = server.join("judy");
    String token = token(judy);
    judy.send("/join club").expectUntil("-- You are judy in #club.*");
    try (TestClient other = server.join("other")) {
      other.send("/join club").expectUntil("-- You are other in #club.*");
      if (lost) {
        judy.reset();
      } else {
        judy.endInput().rest();
      }
      await().until(() -> server.chat().sessions().size() == 1);
      RoomSettings closed =
          new RoomSettings(
              true, false, key, maxMembers, 0, null, false, false, inviteOnly, false, false, false);
      operator.change("club", "", null, closed);
      other.send("/join lobby").send("/join club");
      try (TestClient again = server.connect()) {
        again.send("/resume " + token).expectUntil("-- You are back in #club with other.*");
        again.send("hello").send("/quit").rest();
      }
      other.expectUntil("<judy> hello").send("/quit").rest();
    }
    operator.delete("club");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whoIsBannedFromARoomMeanwhileIsNoLongerInIt(boolean lost) {
    Operator operator = server.bean(Operator.class);
    operator.create("club", "", RoomSettings.PERSISTENT);
    TestClient judy = server.join("judy");
    String token = token(judy);
    judy.send("/join club").expectUntil("-- You are judy in #club.*");
    if (lost) {
      judy.reset();
    } else {
      judy.endInput().rest();
    }
    await().until(() -> server.chat().sessions().isEmpty());
    server
        .chat()
        .moderation()
        .impose(
            Actor.admin(""), Ban.Kind.BAN, "club", new Ban.OfNick(new Nick("judy")), null, "spam");
    try (TestClient again = server.connect()) {
      again.send("/resume " + token);
      again.expectUntil("-- You are no longer in #club.");
      again.expectUntil("-- You speak in no room now. /join #lobby to go on there.");
      again.send("/quit").rest();
    }
    operator.delete("club");
  }

  @Test
  void linesSaidWhileOneComesBackAreShownOnceAndInOrder(TestServer busy) throws Exception {
    try (TestClient alice = busy.join("alice")) {
      String token = missLines(busy, alice, 1500);
      AtomicBoolean enough = new AtomicBoolean();
      Thread speaker =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 0; i < 2000 && !enough.get(); i++) {
                  alice.send(FILLER);
                }
                alice.send("the end");
              });
      try (TestClient again = TestClient.connect(busy.port("line"), 4096)) {
        resumeInJson(again, token);
        String line = again.line();
        long next = offset(line);
        while (!line.contains("the end")) {
          assertThat(line).contains("\"type\":\"message\"");
          assertThat(offset(line)).isEqualTo(next);
          next++;
          enough.compareAndSet(false, next > 1600);
          line = again.line();
        }
      }
      speaker.join();
    }
  }

  @Test
  void replayThatIsTakenOverInTheMiddleLeavesNothingOut(TestServer own) {
    int lines = 1500;
    try (TestClient alice = own.join("alice")) {
      String token = missLines(own, alice, lines);
      TestClient first = TestClient.connect(own.port("line"), 4096);
      String next = resumeInJson(first, token);
      long start = offset(first.line());
      readUpTo(first, start, start + 300);
      try (TestClient second = own.connect()) {
        second.send("/json on").send("/resume " + next);
        // What was sent to the first by then still arrives there, in order.
        long shown = start + 300;
        String line = first.line();
        while (!line.contains("\"type\":\"bye\"")) {
          assertThat(offset(line)).isEqualTo(++shown);
          line = first.line();
        }
        assertThat(shown).isLessThan(start + lines - 1);
        second.expectUntil(".*\"type\":\"welcome\".*");
        long goesOn = offset(second.line());
        assertThat(goesOn).isLessThanOrEqualTo(shown + 1);
        readUpTo(second, goesOn, start + lines - 1);
        second.send("/quit").rest();
      }
    }
  }

  @Test
  void whatIsTypedDuringAReplayIsCarriedOutBehindIt(TestServer own) {
    try (TestClient alice = own.join("alice")) {
      String token = missLines(own, alice, 500);
      try (TestClient again = TestClient.connect(own.port("line"), 4096)) {
        again.send("/resume " + token + "\nhello\n/quit see you");
        again.expectUntil("-- You are bob again. You missed 500 lines.");
        for (int i = 0; i < 500; i++) {
          again.expect("[0-9:]+ <alice> x+");
        }
        again.expect("-- You are back in #lobby with alice.").expect("-- bye: .*");
        alice.expectLine("<bob> hello").expect("-- bob left .*: see you");
      }
    }
  }

  @Test
  void whoDoesNotReadAReplayIsClosedAndComesBackToTheRest() {
    try (TestServer own =
            TestServer.start(
                "parley.resume.hold=2m",
                "parley.limits.messages-burst=0",
                "parley.limits.replay-timeout=1s");
        TestClient alice = own.join("alice")) {
      String token = missMuch(own, alice);
      TestClient stalled = TestClient.connect(own.port("line"), 4096);
      String next = resumeInJson(stalled, token);
      alice.expectUntil("-- bob was dropped from #lobby .*: slow reader");
      stalled.close();
      try (TestClient again = own.connect()) {
        again.send("/json on").send("/resume " + next);
        again.expectUntil(".*\"type\":\"notice\".*too slowly.*");
        again.expectUntil(".*\"type\":\"message\".*");
      }
    }
  }

  @Test
  void ignoredLinesOfAReplayAreNotCountedAndNotShown(TestServer own) {
    try (TestClient alice = own.join("alice");
        TestClient carol = own.join("carol")) {
      TestClient bob = own.join("bob");
      String token = token(bob);
      bob.send("/ignore carol").expectUntil("-- You ignore carol.");
      bob.reset();
      await().until(() -> own.chat().sessions().size() == 2);
      for (int i = 0; i < 50; i++) {
        alice.send(FILLER);
        carol.send(FILLER);
      }
      alice.send("/who").expectUntil("-- 3 in #lobby: .*");
      carol.send("/who").expectUntil("-- 3 in #lobby: .*");
      try (TestClient again = own.connect()) {
        again.send("/resume " + token);
        again.expectUntil("-- You are bob again. You missed 50 lines.");
        for (int i = 0; i < 50; i++) {
          again.expect("[0-9:]+ <alice> x+");
        }
        again.expect("-- You are back in #lobby .*");
      }
    }
  }

  /** Says lines to one whose connection is lost; returns what to come back with. */
  private static String missLines(TestServer at, TestClient speaker, int lines) {
    TestClient bob = at.join("bob");
    String token = token(bob);
    speaker.expectUntil("-- bob joined .*");
    bob.reset();
    await().until(() -> at.chat().sessions().size() == 1);
    for (int i = 0; i < lines; i++) {
      speaker.send(FILLER);
    }
    speaker.send("/who").expectUntil("-- 2 in #lobby: .*");
    return token;
  }

  private static String token(TestClient client) {
    Matcher matcher = TOKEN.matcher(client.line());
    while (!matcher.matches()) {
      matcher = TOKEN.matcher(client.line());
    }
    return matcher.group(1);
  }
}
