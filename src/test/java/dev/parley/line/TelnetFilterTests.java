package dev.parley.line;

import static dev.parley.line.FramerTester.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.tcp.Frame.Interrupt;
import dev.parley.tcp.Frame.Line;
import dev.parley.tcp.Frame.NotUtf8;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the filter in its place, under a {@link LineFramer}. */
class TelnetFilterTests {

  private static final int LIMIT = 8192;

  private final FramerTester tester = new FramerTester(LIMIT);

  @Test
  void peerThatSendsNoCommandIsSentNothing() {
    tester.send("bob\r\nhello\r\n\0\u0001\u001B[A\n").end();
    assertThat(tester.replies()).isEmpty();
    assertThat(tester.isTelnet()).isFalse();
  }

  @Test
  void requestsAreRefused() {
    tester.send(0xFF, 0xFB, 24, 0xFF, 0xFD, 1);
    assertThat(tester.replies()).isEqualTo(bytes(0xFF, 0xFE, 24, 0xFF, 0xFC, 1));
    assertThat(tester.isTelnet()).isTrue();
  }

  @Test
  void optionsUpToTheLastAreRefused() {
    tester.send(0xFF, 0xFB, 255, 0xFF, 0xFD, 255, 0xFF, 0xFD, '\n').send("one\n");
    assertThat(tester.replies())
        .isEqualTo(bytes(0xFF, 0xFE, 255, 0xFF, 0xFC, 255, 0xFF, 0xFC, '\n'));
    assertThat(tester.frames()).containsExactly(new Line("one"));
  }

  @Test
  void repeatedRequestIsAnsweredOnce() {
    for (int i = 0; i < 1000; i++) {
      tester.send(0xFF, 0xFB, 24, 0xFF, 0xFD, 24);
    }
    assertThat(tester.replies()).isEqualTo(bytes(0xFF, 0xFE, 24, 0xFF, 0xFC, 24));
  }

  @Test
  void requestMadeAfreshIsAnsweredAfresh() {
    tester.send(0xFF, 0xFB, 24, 0xFF, 0xFC, 24, 0xFF, 0xFB, 24);
    tester.send(0xFF, 0xFD, 24, 0xFF, 0xFE, 24, 0xFF, 0xFD, 24);
    assertThat(tester.replies())
        .isEqualTo(bytes(0xFF, 0xFE, 24, 0xFF, 0xFE, 24, 0xFF, 0xFC, 24, 0xFF, 0xFC, 24));
  }

  @Test
  void newsOfWhatIsOffAnywayIsNotAnswered() {
    for (int option = 0; option < 256; option++) {
      tester.send(0xFF, 0xFC, option, 0xFF, 0xFE, option);
    }
    assertThat(tester.replies()).isEmpty();
    assertThat(tester.isTelnet()).isTrue();
  }

  @Test
  void eachTimingMarkIsAnswered() {
    tester.send(0xFF, 0xFD, 6).send("one\n").send(0xFF, 0xFD, 6);
    assertThat(tester.replies()).isEqualTo(bytes(0xFF, 0xFC, 6, 0xFF, 0xFC, 6));
  }

  @Test
  void offeredTimingMarkIsAnOptionLikeOthers() {
    tester.send(0xFF, 0xFB, 6, 0xFF, 0xFB, 6);
    assertThat(tester.replies()).isEqualTo(bytes(0xFF, 0xFE, 6));
  }

  @Test
  void interruptOfInetutilsIsAnInterruptAndItsTimingMarkIsAnswered() {
    tester.send("half a li").send(0xFF, 0xF4, 0xFF, 0xFD, 0x06).send("one\r\n");
    assertThat(tester.frames()).containsExactly(new Interrupt(), new Line("one"));
    assertThat(tester.replies()).isEqualTo(bytes(0xFF, 0xFC, 0x06));
  }

  @Test
  void openingOfPuttyIsRefusedOptionByOption() {
    tester.send(0xFF, 0xFB, 31, 0xFF, 0xFB, 32, 0xFF, 0xFB, 24, 0xFF, 0xFB, 39);
    tester.send(0xFF, 0xFD, 1, 0xFF, 0xFB, 3, 0xFF, 0xFD, 3).send("bob\r\n");
    assertThat(tester.replies())
        .isEqualTo(
            bytes(
                0xFF, 0xFE, 31, 0xFF, 0xFE, 32, 0xFF, 0xFE, 24, 0xFF, 0xFE, 39, 0xFF, 0xFC, 1, 0xFF,
                0xFE, 3, 0xFF, 0xFC, 3));
    assertThat(tester.frames()).containsExactly(new Line("bob"));
  }

  @Test
  void twoOfAKindComeToRest() {
    FramerTester other = new FramerTester(LIMIT);
    for (int option = 0; option < 256; option++) {
      tester.send(0xFF, 0xFB, option, 0xFF, 0xFD, option);
    }
    other.send(tester.replies());
    assertThat(tester.replies()).hasSize(2 * 3 * 256);
    assertThat(other.replies()).isEmpty();
    assertThat(other.frames()).isEmpty();
  }

  @Test
  void peerThatAsksAgainWheneverItIsRefusedComesToRest() {
    byte[] request = bytes(0xFF, 0xFD, 1);
    int before = -1;
    int rounds = 0;
    while (tester.replies().length > before) {
      before = tester.replies().length;
      tester.send(request);
      rounds++;
    }
    assertThat(rounds).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {0xFB, 0xFC, 0xFD, 0xFE})
  void answersAreNeverLongerThanWhatTheyAnswer(int verb) {
    for (int i = 0; i < 1024; i++) {
      tester.send(0xFF, verb, i & 0xFF, 0xFF, verb ^ 7, i & 0xFF);
    }
    assertThat(tester.replies().length).isLessThanOrEqualTo(1024 * 6);
  }

  @ParameterizedTest
  @ValueSource(ints = {0xEE, 0xF4})
  void interruptProcessAndAbortInterrupt(int command) {
    tester.send("x").send(0xFF, command).send("one\n");
    assertThat(tester.frames()).containsExactly(new Interrupt(), new Line("one"));
  }

  @ParameterizedTest
  @ValueSource(ints = {0xED, 0xEF, 0xF0, 0xF1, 0xF2, 0xF3, 0xF5, 0xF9})
  void otherCommandsAreTakenOut(int command) {
    tester.send("on").send(0xFF, command).send("e\n");
    assertThat(tester.frames()).containsExactly(new Line("one"));
    assertThat(tester.replies()).isEmpty();
    assertThat(tester.isTelnet()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(ints = {0x80, 0xA9, 0xEB})
  void unknownCommandsAreTakenOutAndProveNothing(int command) {
    tester.send("on").send(0xFF, command).send("e\n");
    assertThat(tester.frames()).containsExactly(new Line("one"));
    assertThat(tester.isTelnet()).isFalse();
  }

  @Test
  void dataMarkThatTravelledAsUrgentDataCostsNoText() {
    tester.send("on").send(0xFF).send("e").send(0xFF).send("\ntwo\n");
    assertThat(tester.frames()).containsExactly(new Line("one"), new Line("two"));
  }

  @Test
  void doubledIacIsAByteOfTheLineAndProvesNothing() {
    tester.send("a").send(0xFF, 0xFF).send("b\n");
    assertThat(tester.frames()).containsExactly(new NotUtf8());
    assertThat(tester.isTelnet()).isFalse();
  }

  @Test
  void subnegotiationIsSkipped() {
    tester.send("on").send(0xFF, 0xFA, 24, 0, 'x', '\n', 0xFF, 0xFF, 0xF0, 0xFF, 0xF0).send("e\n");
    assertThat(tester.frames()).containsExactly(new Line("one"));
    assertThat(tester.isTelnet()).isTrue();
  }

  @Test
  void commandEndsASubnegotiationThatHasLostItsEnd() {
    tester.send(0xFF, 0xFA, 24, 0, 'x', 0xFF, 0xF4, 0xFF, 0xFD, 6).send("one\n");
    assertThat(tester.frames()).containsExactly(new Interrupt(), new Line("one"));
    assertThat(tester.replies()).isEqualTo(bytes(0xFF, 0xFC, 6));
  }

  @Test
  void subnegotiationAtTheLimitIsSkipped() {
    tester.send(0xFF, 0xFA).send(filler(TelnetFilter.SUBNEGOTIATION_LIMIT - 1));
    tester.send(0xFF, 0xF0).send("one\n");
    assertThat(tester.frames()).containsExactly(new Line("one"));
  }

  @Test
  void subnegotiationOverTheLimitIsTextFromThereOn() {
    tester.send(0xFF, 0xFA).send(filler(TelnetFilter.SUBNEGOTIATION_LIMIT));
    tester.send("one\n");
    assertThat(tester.frames()).containsExactly(new Line("one"));
  }

  @Test
  void subnegotiationOfNothingButDoubledIacsIsBoundedToo() {
    byte[] iacs = new byte[3 * TelnetFilter.SUBNEGOTIATION_LIMIT];
    Arrays.fill(iacs, (byte) 0xFF);
    tester.send(0xFF, 0xFA).send(iacs).send("\none\n");
    assertThat(tester.frames()).endsWith(new Line("one"));
  }

  private static byte[] filler(int length) {
    return "s".repeat(length).getBytes(StandardCharsets.US_ASCII);
  }
}
