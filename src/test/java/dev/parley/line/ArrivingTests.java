package dev.parley.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Disconnect.Reason;
import dev.parley.tcp.RecordingPeer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ArrivingTests {

  private static final String QUESTION = "-- What is your name? (Enter alone makes you a guest)";

  private final LineTester chat = new LineTester();

  @Test
  void firstOneIsGreetedAndIsAlone() {
    RecordingPeer alice = chat.connect();
    assertThat(alice.lines())
        .containsExactly(
            "-- Welcome to parley. Nobody is here yet. /help lists the commands.", QUESTION);
    assertThat(alice.receive("alice\n").lines())
        .containsExactly("-- You are alice in #lobby. Nobody else is here.");
  }

  @Test
  void greetingCountsThePeopleWhoHaveANameAlready() {
    chat.person("alice");
    assertThat(chat.connect().lines().getFirst()).contains(" 1 person is here. ");
    chat.person("bob");
    assertThat(chat.connect().lines().getFirst()).contains(" 2 people are here. ");
  }

  @Test
  void greetingWaitsForTheDelayOrTheFirstLine() {
    LineTester patient = new LineTester(Duration.ofMillis(50));
    RecordingPeer silent = patient.connect();
    assertThat(silent.lines()).isEmpty();
    assertThat(silent.elapse().lines()).hasSize(2).last().isEqualTo(QUESTION);

    RecordingPeer hasty = patient.connect().receive("hasty\n");
    assertThat(hasty.lines()).hasSize(3).element(1).isEqualTo(QUESTION);
    assertThat(hasty.elapse().lines()).isEmpty();
  }

  @Test
  void nameIsNotTakenOnceTheConnectionHasEnded() {
    RecordingPeer late = chat.connect();
    var _ = late.lines();
    late.closing(Disconnect.of(Reason.KICKED)).receive("late\n");

    assertThat(late.lines()).hasSize(1).first().asString().startsWith("-- bye");
    assertThat(chat.chat.population()).isZero();
    assertThat(chat.person("late").session().nick()).hasToString("late");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/json on\n", "/limits\n", "\u00ff\u00f6", "%1$070d\n"})
  void nothingIsAnsweredOnceTheConnectionHasEnded(String input) {
    RecordingPeer late = chat.connect();
    var _ = late.lines();
    late.closing(Disconnect.of(Reason.KICKED))
        .receive(input.formatted(1).getBytes(StandardCharsets.ISO_8859_1));

    assertThat(late.lines()).hasSize(1).first().asString().startsWith("-- bye");
  }

  @Test
  void othersAndTheTopicAreNamed() {
    chat.person("alice").receive("/topic Tea at 4\n");
    chat.person("carol");
    assertThat(chat.connect().receive("bob\n").lines())
        .endsWith(
            "-- You are bob in #lobby with alice, carol. Topic: Tea at 4",
            "12:03 -- alice changed the topic of #lobby to: Tea at 4");
  }

  @Test
  void topicIsNamedToOneWhoIsAlone() {
    RecordingPeer alice = chat.person("alice").receive("/topic Tea at 4\n");
    alice.lose();
    assertThat(chat.connect().receive("bob\n").lines())
        .contains("-- You are bob in #lobby. Nobody else is here. Topic: Tea at 4");
  }

  @Test
  void tenOthersAreNamedAndTheRestIsCounted() {
    for (int i = 1; i <= 10; i++) {
      chat.person("p" + i);
    }
    String ten = "with p1, p2, p3, p4, p5, p6, p7, p8, p9, p10";
    assertThat(chat.connect().receive("eleven\n").lines().getLast()).endsWith(ten + ".");
    assertThat(chat.connect().receive("twelve\n").lines().getLast())
        .endsWith(ten + " and 1 other.");
    assertThat(chat.connect().receive("thirteen\n").lines().getLast())
        .endsWith(ten + " and 2 others.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "   ", "\t", "\u001B[A"})
  void emptyNameMakesAGuest(String name) {
    assertThat(chat.connect().receive(name + "\n").lines().getLast())
        .startsWith("-- You are guest-1 in #lobby");
  }

  @Test
  void spaceAndKeysPressedAroundANameAreNoPartOfIt() {
    assertThat(chat.connect().receive(" ali\u001B[Dce \r\n").lines().getLast())
        .startsWith("-- You are alice in");
  }

  @Test
  void takenNameIsAlteredAndWhatFollowsIsSaid() {
    RecordingPeer bob = chat.person("bob");
    assertThat(chat.connect().receive("Bob\nhello\n").lines())
        .endsWith("-- Bob is taken: you are Bob_2.", "-- You are Bob_2 in #lobby with bob.");
    assertThat(bob.lines()).containsExactly("-- Bob_2 joined #lobby (2 here)", "<Bob_2> hello");
  }

  @Test
  void badNameIsRefusedWithTheRuleAndAskedForAgain() {
    assertThat(chat.connect().receive("two words\nalice\n").lines())
        .containsSubsequence(
            "!! A name has 1 to 32 characters: plain letters of one script with the marks that they"
                + " need, digits, - or _. It starts with a letter or digit.",
            QUESTION,
            "-- You are alice in #lobby. Nobody else is here.");
  }

  @Test
  void pipeOfUtf16IsToldOnceAndEveryLineIsRefused() {
    RecordingPeer alice = chat.person("alice");
    byte[] pipe = "\uFEFFci\r\nbuild 812\r\n\r\npassed\r\n".getBytes(StandardCharsets.UTF_16LE);
    assertThat(chat.connect().receive(pipe).endInput().lines())
        .containsExactly(
            "-- Welcome to parley. 1 person is here. /help lists the commands.",
            QUESTION,
            "!! That was UTF-16, as PowerShell's > writes it: it was not sent, and no more of it is."
                + " Send UTF-8 (in PowerShell: Out-File -Encoding utf8).",
            QUESTION,
            "-- bye: 0 lines accepted, 3 refused (line 1: not UTF-8; line 2: not UTF-8; line 3: not"
                + " UTF-8)");
    assertThat(alice.lines()).isEmpty();
  }

  @Test
  void unreadableNameIsAskedForAgain() {
    RecordingPeer peer = chat.connect();
    var _ = peer.sent();
    assertThat(peer.receive((byte) 0xE9, (byte) '\n').lines())
        .containsExactly("!! That line was not UTF-8 and was not sent.", QUESTION);
    assertThat(peer.receive("x".repeat(65) + "\n").lines())
        .containsExactly("!! That line was longer than 64 bytes and was not sent.", QUESTION);
  }

  @Test
  void commandsBeforeTheNameLeaveTheQuestionStanding() {
    RecordingPeer peer = chat.connect();
    var _ = peer.sent();
    assertThat(peer.receive("/who\n").lines()).containsExactly("!! Give your name first.");
    assertThat(peer.receive("//alice\n").lines()).containsExactly("!! Give your name first.");
    assertThat(peer.receive("/help nick\n").lines())
        .containsExactly("-- /nick NAME: go by another name");
    assertThat(peer.receive("/time on\nalice\n").lines().getLast()).startsWith("-- You are alice");
  }

  @Test
  void lastLinesOfTheRoomAreShownWithTheirTimes() {
    RecordingPeer alice = chat.person("alice").receive("yesterday's news\n");
    chat.pass(Duration.ofDays(1));
    alice.receive("hello\n/me waves\n/topic Tea\n");
    assertThat(chat.connect().receive("bob\n").lines())
        .endsWith(
            "2026-11-22 12:03 <alice> yesterday's news",
            "12:03 <alice> hello",
            "12:03 * alice waves",
            "12:03 -- alice changed the topic of #lobby to: Tea");
  }

  @Test
  void removedLineIsReplayedAsANotice() {
    chat.person("alice").receive("secret\n");
    chat.operator.redact("lobby", 1);
    assertThat(chat.connect().receive("bob\n").lines().getLast())
        .isEqualTo("12:03 -- A line of alice was removed.");
  }

  @Test
  void slowReaderIsToldAtItsNextArrival() {
    RecordingPeer alice = chat.person("alice");
    chat.chat.disconnect(alice.session(), Disconnect.of(Reason.SLOW_READER));
    assertThat(chat.connect().receive("alice\n").lines())
        .endsWith(
            "-- You are alice in #lobby. Nobody else is here.",
            "-- Your last connection was closed: you read too slowly and your queue was full.");
  }

  @Test
  void webClientIsAnsweredInItsOwnProtocolAndNothingElse() {
    LineTester patient = new LineTester(Duration.ofMillis(50));
    RecordingPeer curl = patient.connect().receive("GET / HTTP/1.1\r\nHost: x\r\n\r\n");
    assertThat(curl.elapse().sent())
        .isEqualTo(
            """
            HTTP/1.1 400 Bad Request\r
            Date: Sun, 22 Nov 2026 12:03:30 GMT\r
            Content-Type: text/plain; charset=utf-8\r
            Content-Length: 86\r
            Connection: close\r
            \r
            This is a chat port and not a web server: join with nc HOST PORT or telnet HOST PORT.
            """);
    assertThat(curl.end()).isEqualTo(Disconnect.of(Reason.WRONG_PROTOCOL));
  }

  @Test
  void onlyTheFirstLineCanBeHttp() {
    RecordingPeer alice = chat.person("alice");
    chat.person("bob").receive("GET / HTTP/1.1\n");
    assertThat(alice.lines()).endsWith("<bob> GET / HTTP/1.1");
  }

  @Test
  void inputThatEndsBeforeANameIsSaidGoodbye() {
    LineTester patient = new LineTester(Duration.ofMillis(50));
    RecordingPeer scan = patient.connect().endInput();
    assertThat(scan.lines()).hasSize(3).last().isEqualTo("-- bye: 0 lines accepted");
    assertThat(scan.end()).isEqualTo(Disconnect.of(Reason.END_OF_INPUT));
  }

  @Test
  void lineEndsInCrLfAsSoonAsThePeerIsTelnet() {
    RecordingPeer alice = chat.connect();
    assertThat(alice.sent()).doesNotContain("\r");
    alice.receive((byte) 0xFF, (byte) 0xFD, (byte) 1);
    assertThat(alice.receive("alice\r\n").sent()).endsWith(" else is here.\r\n");
    chat.person("bob").receive("hi\n");
    assertThat(alice.sent()).isEqualTo("-- bob joined #lobby (2 here)\r\n<bob> hi\r\n");
  }
}
