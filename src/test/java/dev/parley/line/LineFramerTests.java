package dev.parley.line;

import static dev.parley.line.FramerTester.bytes;
import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.tcp.Frame;
import dev.parley.tcp.Frame.AreYouThere;
import dev.parley.tcp.Frame.EndOfInput;
import dev.parley.tcp.Frame.Interrupt;
import dev.parley.tcp.Frame.Line;
import dev.parley.tcp.Frame.NotUtf8;
import dev.parley.tcp.Frame.TooLong;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class LineFramerTests {

  private static final int LIMIT = 16;

  private final FramerTester tester = new FramerTester(LIMIT);

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r\0", "\r"})
  void everyLineEndEndsALine(String end) {
    tester.send("one" + end + "two" + end).end();
    assertThat(tester.frames()).containsExactly(new Line("one"), new Line("two"));
  }

  @Test
  void lineIsCompleteAsSoonAsItsCarriageReturnIsThere() {
    tester.send("one\r");
    assertThat(tester.frames()).containsExactly(new Line("one"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\0"})
  void restOfALineEndIsSwallowedWhenItArrivesLater(String rest) {
    tester.send("one\r").send(rest).send("two\n");
    assertThat(tester.frames()).containsExactly(new Line("one"), new Line("two"));
  }

  @Test
  void onlyOneByteBehindACarriageReturnIsSwallowed() {
    tester.send("one\r\n\n\r\0\0x\r\r\n");
    assertThat(tester.frames())
        .containsExactly(
            new Line("one"), new Line(""), new Line(""), new Line("\0x"), new Line(""));
  }

  @Test
  void lineEndIsSeenThroughATelnetCommand() {
    tester.send("one\r").send(0xFF, 0xF1).send("\ntwo\n");
    assertThat(tester.frames()).containsExactly(new Line("one"), new Line("two"));
  }

  @Test
  void emptyLinesAreLines() {
    tester.send("\n\r\n\r").end();
    assertThat(tester.frames()).containsExactly(new Line(""), new Line(""), new Line(""));
  }

  @Test
  void nulWithinALineIsKept() {
    tester.send("a\0b\n\0\n");
    assertThat(tester.frames()).containsExactly(new Line("a\0b"), new Line("\0"));
  }

  @Test
  void bytesBehindAFrameAreLeft() {
    ByteBuf in = Unpooled.copiedBuffer("one\ntwo\nthr", StandardCharsets.UTF_8);
    LineFramer framer = new LineFramer(LIMIT, _ -> {});
    assertThat(framer.read(in)).isEqualTo(new Line("one"));
    assertThat(in.readableBytes()).isEqualTo(7);
    assertThat(framer.read(in)).isEqualTo(new Line("two"));
    assertThat(framer.read(in)).isNull();
    assertThat(in.isReadable()).isFalse();
  }

  @Test
  void inputWithoutALineEndIsALastLine() {
    tester.send("one\ntw").send("o").end();
    assertThat(tester.frames()).containsExactly(new Line("one"), new Line("two"));
  }

  @Test
  void inputThatEndsInALineEndHasNoFurtherLine() {
    tester.send("one\n").end();
    assertThat(tester.frames()).containsExactly(new Line("one"));
  }

  @Test
  void commandCutShortByTheEndIsDropped() {
    tester.send("one").send(0xFF, 0xFD).end();
    assertThat(tester.frames()).containsExactly(new Line("one"));
    assertThat(tester.isTelnet()).isFalse();
  }

  @Test
  void lineAtTheLimitIsALine() {
    String full = "x".repeat(LIMIT);
    tester.send(full + "\r\n").send(full).send("\n").send(full).end();
    assertThat(tester.frames()).containsExactly(new Line(full), new Line(full), new Line(full));
  }

  @Test
  void lineOneOverTheLimitIsRefusedOnceAndTheNextIsFine() {
    String over = "x".repeat(LIMIT + 1);
    tester.send(over + "\r\none\n").send(over).send(over + "\ntwo\n").send(over).end();
    assertThat(tester.frames())
        .containsExactly(
            new TooLong(LIMIT),
            new Line("one"),
            new TooLong(LIMIT),
            new Line("two"),
            new TooLong(LIMIT));
  }

  @Test
  void lineOverTheLimitIsRefusedAtItsEndAndNotBefore() {
    tester.send("x".repeat(10 * LIMIT));
    assertThat(tester.frames()).isEmpty();
    tester.send("\n");
    assertThat(tester.frames()).containsExactly(new TooLong(LIMIT));
  }

  @Test
  void limitCountsBytes() {
    String full = "é".repeat(LIMIT / 2);
    tester.send(full + "\n" + full + "e\n");
    assertThat(tester.frames()).containsExactly(new Line(full), new TooLong(LIMIT));
  }

  @Test
  void limitCountsNoTelnetCommands() {
    byte[] nop = bytes(0xFF, 0xF1);
    for (int i = 0; i < LIMIT; i++) {
      tester.send(nop).send("x").send(nop);
    }
    tester.send("\n");
    assertThat(tester.frames()).containsExactly(new Line("x".repeat(LIMIT)));
  }

  @Test
  void zeroIsNoLimit() {
    FramerTester unlimited = new FramerTester(0);
    String text = "x".repeat(100_000);
    unlimited.send(text).send(text).send("\n" + text + "\n");
    assertThat(unlimited.frames()).containsExactly(new Line(text + text), new Line(text));
  }

  @Test
  void limitSmallerThanTheSmallestBufferHolds() {
    FramerTester tiny = new FramerTester(1);
    tiny.sendByteByByte("a\nab\n\nb".getBytes(StandardCharsets.UTF_8)).end();
    assertThat(tiny.frames())
        .containsExactly(new Line("a"), new TooLong(1), new Line(""), new Line("b"));
  }

  @Test
  void nothingIsHeldBetweenLines() {
    assertThat(tester.heldBytes()).isZero();
    assertThat(tester.send("on").heldBytes()).isPositive();
    assertThat(tester.send("e\n").heldBytes()).isZero();
    assertThat(tester.send("x".repeat(LIMIT)).heldBytes()).isEqualTo(LIMIT);
    assertThat(tester.send("x").heldBytes()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"naïve", "žluťoučký", "日本語", "👩‍👩‍👧", "a\uFFFDb", "\uFEFFx", "\u0080"})
  void utf8IsReadWhole(String text) {
    byte[] line = (text + "\n").getBytes(StandardCharsets.UTF_8);
    FramerTester roomy = new FramerTester(64).send(line).sendByteByByte(line);
    assertThat(roomy.frames()).containsExactly(new Line(text), new Line(text));
  }

  static Stream<byte[]> whatIsNotUtf8() {
    return Stream.of(
        bytes('c', 'a', 'f', 0xE9),
        bytes(0x80),
        bytes(0xC3),
        bytes(0xC0, 0x80),
        bytes(0xC1, 0xBF),
        bytes(0xE0, 0x9F, 0xBF),
        bytes(0xE2, 0x82),
        bytes(0xED, 0xA0, 0x80),
        bytes(0xED, 0xBF, 0xBF),
        bytes(0xED, 0xA0, 0xBD, 0xED, 0xB8, 0x80),
        bytes(0xF0, 0x8F, 0xBF, 0xBF),
        bytes(0xF4, 0x90, 0x80, 0x80),
        bytes(0xF5, 0x80, 0x80, 0x80),
        bytes(0xEF, 0xBF, 0xBD, 0x80),
        bytes(0xFE),
        bytes(0xFF, 0xFF));
  }

  @ParameterizedTest
  @MethodSource("whatIsNotUtf8")
  void lineThatIsNotUtf8IsRefusedAndTheNextIsFine(byte[] line) {
    tester.send(line).send("\none\n").sendByteByByte(line).send("\r\n").send(line).end();
    assertThat(tester.frames())
        .containsExactly(new NotUtf8(), new Line("one"), new NotUtf8(), new NotUtf8());
  }

  @Test
  void interruptDiscardsWhatWasTyped() {
    tester.send("half a li").send(0xFF, 0xF4).send("one\n");
    assertThat(tester.frames()).containsExactly(new Interrupt(), new Line("one"));
  }

  @Test
  void interruptEndsALineThatIsTooLong() {
    tester.send("x".repeat(2 * LIMIT)).send(0xFF, 0xF4).send("one\n");
    assertThat(tester.frames()).containsExactly(new Interrupt(), new Line("one"));
  }

  @Test
  void areYouThereLeavesTheLineAsItIs() {
    tester.send("on").send(0xFF, 0xF6).send("e\n");
    assertThat(tester.frames()).containsExactly(new AreYouThere(), new Line("one"));
  }

  @Test
  void endOfInputLeavesTheLastLineToTheEnd() {
    tester.send("one").send(0xFF, 0xEC).end();
    assertThat(tester.frames()).containsExactly(new EndOfInput(), new Line("one"));
  }

  @Test
  void eraseCharacterTakesBackOneCharacterOfAnyWidth() {
    byte[] erase = bytes(0xFF, 0xF7);
    tester.send("ab👋").send(erase).send("é").send(erase).send(erase).send("\n");
    tester.send(erase).send("b").send(erase).send(erase).end();
    assertThat(tester.frames()).containsExactly(new Line("a"));
    assertThat(tester.heldBytes()).isZero();
  }

  @Test
  void eraseLineTakesBackTheLineEvenWhereItIsTooLong() {
    byte[] erase = bytes(0xFF, 0xF8);
    tester.send("oops").send(erase).send("one\n");
    tester.send("x".repeat(2 * LIMIT)).send(erase).send("two\n");
    assertThat(tester.frames()).containsExactly(new Line("one"), new Line("two"));
  }

  @Test
  void eraseCharacterDoesNotMakeALineThatIsTooLongShorter() {
    tester.send("x".repeat(LIMIT + 1)).send(0xFF, 0xF7).send("\n");
    assertThat(tester.frames()).containsExactly(new TooLong(LIMIT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\b", "\u007F"})
  void backspaceTakesBackTheCharacterBeforeItAndNothingAtTheStart(String erase) {
    tester.send("hel" + erase + "llo wor" + erase + "ld\n");
    tester.send(erase + erase + "a").send(erase).send(erase + "b\n" + erase + "c").end();
    assertThat(tester.frames())
        .containsExactly(new Line("hello wold"), new Line("b"), new Line("c"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "é",
        "e\u0301",
        "日",
        "नि",
        "สุ",
        "👩‍👩‍👧",
        "👍🏽",
        "❤\uFE0F",
        "🇩🇪",
        "e\u0301\u0323\u200D"
      })
  void backspaceTakesBackWhatIsOneCharacterToPeople(String character) {
    for (String before : List.of("", "a", "日", "🇫🇷")) {
      byte[] line = (before + character + "\bz\n").getBytes(StandardCharsets.UTF_8);
      FramerTester roomy = new FramerTester(64).send(line).sendByteByByte(line);
      assertThat(roomy.frames()).containsExactly(new Line(before + "z"), new Line(before + "z"));
    }
  }

  @Test
  void backspaceDoesNotFailOnBytesThatAreNotUtf8() {
    tester.send(0x80, 0x80, 8, 8, 'a', 0xC3, 8, 0xBF, 8, '\n');
    assertThat(tester.frames()).hasSize(1);
    tester.send(0xE2, 0x82, 8, 'b', '\n');
    assertThat(tester.frames()).endsWith(new Line("b"));
  }

  @Test
  void controlUTakesBackTheLineEvenWhereItIsTooLong() {
    tester
        .send("oops\u0015one\n\u0015\u0015two\n")
        .send("x".repeat(2 * LIMIT))
        .send("\u0015three\n");
    assertThat(tester.frames())
        .containsExactly(new Line("one"), new Line("two"), new Line("three"));
  }

  @Test
  void whatIsTakenBackDoesNotCountForTheLimit() {
    String full = "x".repeat(LIMIT);
    tester.send(full + "\b\b\byyy\n" + "ab\b\b".repeat(LIMIT) + full + "\n");
    assertThat(tester.frames())
        .containsExactly(new Line("x".repeat(LIMIT - 3) + "yyy"), new Line(full));
    tester.send(full + "x\b\n");
    assertThat(tester.frames()).endsWith(new TooLong(LIMIT));
  }

  @Test
  void lineThatIsTakenBackWholeIsEmptyAndAtTheEndNone() {
    tester.send("abc\u0015\nabc\b\b\b\nabc\b\b\b").end();
    assertThat(tester.frames()).containsExactly(new Line(""), new Line(""));
    assertThat(tester.heldBytes()).isZero();
  }

  static Stream<byte[]> utf16() {
    String text = "bob\r\n\r\nhello, \u00FF\u65E5\r\nlast";
    return Stream.of(
        ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16LE),
        ("\uFEFF" + text).getBytes(StandardCharsets.UTF_16BE),
        "bob\r\n\r\nhello\r\nlast\r\n".getBytes(StandardCharsets.UTF_16LE),
        "bob\r\n\r\nhello\r\nlast\r\n".getBytes(StandardCharsets.UTF_16BE),
        "bob\n\nhello\nx".getBytes(StandardCharsets.UTF_16LE));
  }

  @ParameterizedTest
  @MethodSource("utf16")
  void linesOfUtf16AreKnownHoweverTheyAreSplit(byte[] input) {
    FramerTester whole = new FramerTester(64).send(input).end();
    assertThat(whole.frames()).filteredOn(new Line("")::equals).hasSizeLessThan(5);
    assertThat(whole.frames())
        .filteredOn(frame -> !frame.equals(new Line("")))
        .containsExactly(new Frame.Utf16(), new Frame.Utf16(), new Frame.Utf16());
    assertThat(whole.isTelnet()).isFalse();
    for (int i = 0; i <= input.length; i++) {
      assertSame(whole, new FramerTester(64).send(input, 0, i).send(input, i, input.length).end());
    }
    assertSame(whole, new FramerTester(64).sendByteByByte(input).end());
  }

  @Test
  void telnetAtTheBeginningIsNotUtf16() {
    tester.send(0xFF, 0xFE, 1).send("hi\n").send(0xFF, 0xF1).send("a\0b\n\0\n");
    assertThat(tester.frames()).containsExactly(new Line("hi"), new Line("a\0b"), new Line("\0"));
    assertThat(tester.isTelnet()).isTrue();
  }

  static Stream<byte[]> conversations() {
    ByteArrayOutputStream telnet = new ByteArrayOutputStream();
    telnet.writeBytes(bytes(0xFF, 0xFB, 0x1F, 'b', 'o', 0xFF, 0xF7, 'o', 'b', '\r', 0xFF, 0xF1));
    telnet.writeBytes(bytes(0, 0xFF, 0xFA, 0x18, 0, 0xFF, 0xFF, '\n', 0xFF, 0xF0, 'h', 'i', '\r'));
    telnet.writeBytes(bytes('\n', 'x', 0xFF, 0xF4, 0xFF, 0xFD, 0x06, 0xFF, 0xF6, 0xFF, '\n'));
    telnet.writeBytes(bytes(0xFF, 0xFF, '\r', '\n', 0xFF, 0x85, 'y', 0xFF, 0xEC));
    return Stream.of(
        "bo\bob\n\u0015oops\u0015h\u00e9\u007Fello\r\b\n".getBytes(StandardCharsets.UTF_8),
        "bob\nhello\nbye".getBytes(StandardCharsets.UTF_8),
        "bob\r\nhello\r\0bye\r\r\n\n\r".getBytes(StandardCharsets.UTF_8),
        "žluťoučký 👋 kůň\n日本語\n".getBytes(StandardCharsets.UTF_8),
        ("x".repeat(LIMIT) + "\r\n" + "x".repeat(LIMIT + 1) + "\r\nok\r\n")
            .getBytes(StandardCharsets.UTF_8),
        telnet.toByteArray());
  }

  @ParameterizedTest
  @MethodSource("conversations")
  void splittingTheInputAnywhereMakesNoDifference(byte[] input) {
    FramerTester whole = new FramerTester(LIMIT).send(input).end();
    assertSame(whole, new FramerTester(LIMIT).sendByteByByte(input).end());
    for (int i = 0; i <= input.length; i++) {
      for (int j = i; j <= input.length; j++) {
        assertSame(
            whole,
            new FramerTester(LIMIT)
                .send(input, 0, i)
                .send(input, i, j)
                .send(input, j, input.length)
                .end());
      }
    }
  }

  private static void assertSame(FramerTester whole, FramerTester split) {
    assertThat(split.frames()).isEqualTo(whole.frames());
    assertThat(split.replies()).isEqualTo(whole.replies());
    assertThat(split.isTelnet()).isEqualTo(whole.isTelnet());
  }
}
