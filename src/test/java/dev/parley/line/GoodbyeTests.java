package dev.parley.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Disconnect.Reason;
import dev.parley.tcp.RecordingPeer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tests the ends of connections and their last lines. */
class GoodbyeTests {

  private final LineTester chat = new LineTester();
  private final RecordingPeer alice = chat.person("alice");

  @Test
  void pipeIsCarriedOutAndConfirmed() {
    RecordingPeer ci = chat.connect().receive("ci\nbuild 812 passed\n").endInput();
    assertThat(ci.lines()).last().isEqualTo("-- bye: 1 line accepted");
    assertThat(ci.end()).isEqualTo(Disconnect.of(Reason.END_OF_INPUT));
    assertThat(alice.lines())
        .containsExactly(
            "-- ci joined #lobby (2 here)", "<ci> build 812 passed", "-- ci left #lobby (1 here)");
  }

  @Test
  void inputWithoutALineEndIsALastLine() {
    RecordingPeer ci = chat.connect().receive("ci\none\n\ntwo").endInput();
    assertThat(ci.lines()).last().isEqualTo("-- bye: 2 lines accepted");
  }

  @Test
  void refusedLinesAreNamedByTheirNumbersInTheInput() {
    RecordingPeer ci = chat.connect().receive("ci\n\nok\n" + "x".repeat(65) + "\nok\n").endInput();
    assertThat(ci.lines())
        .last()
        .isEqualTo("-- bye: 2 lines accepted, 1 refused (line 4: longer than 64 bytes)");
  }

  @Test
  void ofManyRefusedLinesTheFirstAreNamed() {
    RecordingPeer ci = chat.connect().receive("c i\nci\n/nope\n/who x\n/msg\n").endInput();
    assertThat(ci.lines())
        .last()
        .isEqualTo(
            "-- bye: 0 lines accepted, 4 refused (line 1: not a name; line 3: no such command;"
                + " line 4: no such room; and 1 more)");
  }

  @Test
  void quitSaysLastWordsAndNothingBehindItIsCarriedOut() {
    RecordingPeer bob = chat.person("bob").receive("hello\n/quit good night\nnot said\n");
    assertThat(bob.lines()).containsExactly("-- bye: 1 line accepted");
    assertThat(bob.end()).isEqualTo(new Disconnect(Reason.QUIT, "good night"));
    assertThat(alice.lines())
        .containsExactly(
            "-- bob joined #lobby (2 here)",
            "<bob> hello",
            "-- bob left #lobby (1 here): good night");
  }

  @Test
  void interruptLeavesAfterTheTimingMarkIsAnswered() {
    RecordingPeer bob = chat.person("bob");
    bob.receive((byte) 0xFF, (byte) 0xF4, (byte) 0xFF, (byte) 0xFD, (byte) 6);
    assertThat(bob.sent()).isEqualTo("\uFFFD\uFFFD\u0006-- bye: 0 lines accepted\r\n");
    assertThat(bob.end()).isEqualTo(Disconnect.of(Reason.INTERRUPTED));
    assertThat(alice.lines()).endsWith("-- bob left #lobby (1 here)");
  }

  @Test
  void timingMarkMayComeInAPacketOfItsOwn() {
    RecordingPeer bob = chat.person("bob").receive((byte) 0xFF, (byte) 0xF4);
    assertThat(bob.end()).isNull();
    bob.receive("nobody's any more\n").receive((byte) 0xFF).receive((byte) 0xFD, (byte) 6);
    assertThat(bob.sent()).isEqualTo("\uFFFD\uFFFD\u0006-- bye: 0 lines accepted\r\n");
    assertThat(bob.end()).isEqualTo(Disconnect.of(Reason.INTERRUPTED));
    assertThat(alice.lines()).doesNotContain("<bob> nobody's any more");
  }

  @Test
  void interruptWithoutATimingMarkLeavesAfterAWhile() {
    RecordingPeer bob = chat.person("bob").receive((byte) 0xFF, (byte) 0xF4);
    assertThat(bob.elapse().lines()).containsExactly("-- bye: 0 lines accepted");
    assertThat(bob.end()).isEqualTo(Disconnect.of(Reason.INTERRUPTED));
  }

  @Test
  void areYouThereIsAnswered() {
    assertThat(alice.receive((byte) 0xFF, (byte) 0xF6).lines())
        .containsExactly("-- Yes, I am here.");
  }

  @Test
  void endOfInputOfTelnetIsAnEndAndWhatWasBegunIsALastLine() {
    RecordingPeer bob =
        chat.person("bob").receive("hel").receive("lo").receive((byte) 0xFF, (byte) 0xEC);
    assertThat(bob.lines()).containsExactly("-- bye: 1 line accepted");
    assertThat(alice.lines()).contains("<bob> hello");
  }

  @ParameterizedTest
  @CsvSource({
    "KICKED,spam,you were kicked: spam",
    "KICKED,'',you were kicked",
    "SHUTDOWN,'',the server is shutting down",
    "LOGIN_TIMEOUT,'',no name was given in time",
    "IDLE_TIMEOUT,'',nothing was said for too long"
  })
  void otherEndsAreSaidByTheirReasons(Reason reason, String detail, String text) {
    alice.close(new Disconnect(reason, detail));
    assertThat(alice.lines()).containsExactly("-- bye: " + text);
  }

  @ParameterizedTest
  @CsvSource({
    "SERVER_FULL,parley is full (100 connections). Try again later.",
    "ADDRESS_FULL,Too many connections from your address (the limit is 10)."
  })
  void whoIsTurnedAwayIsRefused(Reason reason, String text) {
    alice.close(Disconnect.of(reason));
    assertThat(alice.lines()).containsExactly("!! " + text);
  }

  @Test
  void lostConnectionIsDroppedAndKickedOneIsKicked() {
    RecordingPeer bob = chat.person("bob");
    RecordingPeer carol = chat.person("carol");
    var _ = alice.sent();
    bob.lose();
    chat.operator.kick(carol.id(), "spam");
    assertThat(alice.lines())
        .containsExactly(
            "-- bob was dropped from #lobby (2 here): connection lost",
            "-- carol was kicked from #lobby (1 here): spam");
  }
}
