package dev.parley.raw;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.history.LogEntry;
import dev.parley.tcp.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RawReaderTests {

  private static final int LIMIT = 8;

  private final RawReader reader = new RawReader(LIMIT);

  private @Nullable Frame read(byte... bytes) {
    return reader.read(Unpooled.wrappedBuffer(bytes));
  }

  private @Nullable Frame read(String text) {
    return read(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<Frame> readAll(String text) {
    return readAll(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<Frame> readAll(byte... bytes) {
    ByteBuf in = Unpooled.wrappedBuffer(bytes);
    List<Frame> frames = new ArrayList<>();
    while (in.isReadable()) {
      Frame frame = reader.read(in);
      if (frame != null) {
        frames.add(frame);
      }
    }
    return frames;
  }

  @Test
  void whatOneReadBringsIsOneMessage() {
    assertThat(read("hello")).isEqualTo(new Frame.Line("hello"));
    assertThat(read("a\nb")).isEqualTo(new Frame.Line("a\nb"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n", "\r\n", "\r"})
  void oneLineEndIsTakenOff(String end) {
    assertThat(read("hello" + end)).isEqualTo(new Frame.Line("hello"));
    assertThat(read(end)).isEqualTo(new Frame.Line(""));
    assertThat(read("a\n" + end)).isEqualTo(new Frame.Line("a\n"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"é", "日", "👋"})
  void characterSplitBetweenTwoReadsIsWhole(String character) {
    byte[] bytes = ("a" + character + "b").getBytes(StandardCharsets.UTF_8);
    for (int cut = 2; cut < bytes.length - 1; cut++) {
      assertThat(read(java.util.Arrays.copyOf(bytes, cut))).isEqualTo(new Frame.Line("a"));
      assertThat(read(java.util.Arrays.copyOfRange(bytes, cut, bytes.length)))
          .isEqualTo(new Frame.Line(character + "b"));
    }
    assertThat(reader.end()).isNull();
  }

  @Test
  void readOfNoMoreThanABegunCharacterIsNoMessage() {
    assertThat(read((byte) 0xE6)).isNull();
    assertThat(read((byte) 0x97)).isNull();
    assertThat(read((byte) 0xA5)).isEqualTo(new Frame.Line("日"));
  }

  @Test
  void characterCutByTheEndIsNotUtf8() {
    assertThat(read((byte) 'a', (byte) 0xC3)).isEqualTo(new Frame.Line("a"));
    assertThat(reader.end()).isEqualTo(new Frame.NotUtf8());
    assertThat(reader.end()).isNull();
  }

  @Test
  void bytesThatAreNotUtf8AreRefusedAndTheNextReadIsFine() {
    assertThat(read((byte) 'c', (byte) 0xE9, (byte) ' ')).isEqualTo(new Frame.NotUtf8());
    assertThat(read((byte) 0x80)).isEqualTo(new Frame.NotUtf8());
    assertThat(read((byte) 0xC0)).isEqualTo(new Frame.NotUtf8());
    assertThat(read((byte) 0xF5)).isEqualTo(new Frame.NotUtf8());
    assertThat(read("ok")).isEqualTo(new Frame.Line("ok"));
  }

  @Test
  void messageAtTheLimitIsReadAndOneOverIsTwo() {
    assertThat(read("x".repeat(LIMIT) + "\n")).isEqualTo(new Frame.Line("x".repeat(LIMIT)));
    assertThat(readAll("x".repeat(LIMIT) + "y"))
        .containsExactly(new Frame.Line("x".repeat(LIMIT)), new Frame.Line("y"));
    assertThat(readAll("x".repeat(2 * LIMIT) + "\r\n"))
        .containsExactly(new Frame.Line("x".repeat(LIMIT)), new Frame.Line("x".repeat(LIMIT)));
  }

  @Test
  void longReadIsCutBetweenCharacters() {
    assertThat(readAll("日本語日本語"))
        .containsExactly(new Frame.Line("日本"), new Frame.Line("語日"), new Frame.Line("本語"));
    assertThat(readAll("日本語日" + "x")).containsExactly(new Frame.Line("日本"), new Frame.Line("語日x"));
  }

  @Test
  void longReadThatIsNotUtf8IsRefusedWhereItIsNot() {
    byte[] bytes = "12345678éabcdef".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(readAll(bytes)).containsExactly(new Frame.Line("12345678"), new Frame.NotUtf8());
  }

  @Test
  void messageHasNoMoreLinesThanOneMayHave() {
    RawReader roomy = new RawReader(0);
    ByteBuf in =
        Unpooled.copiedBuffer(".\n".repeat(2 * LogEntry.MAX_LINES + 1), StandardCharsets.UTF_8);
    Frame first = roomy.read(in);
    assertThat(first).isEqualTo(new Frame.Line(".\n".repeat(LogEntry.MAX_LINES)));
    assertThat(roomy.read(in)).isEqualTo(first);
    assertThat(roomy.read(in)).isEqualTo(new Frame.Line("."));
    assertThat(in.isReadable()).isFalse();
  }

  @Test
  void whatIsReadWholeIsRefusedWhereItIsTooLong() {
    ByteBuf in = Unpooled.copiedBuffer("x".repeat(LIMIT + 1), StandardCharsets.UTF_8);
    assertThat(reader.readWhole(in)).isEqualTo(new Frame.TooLong(LIMIT));
    assertThat(in.isReadable()).isFalse();
    assertThat(read("ok")).isEqualTo(new Frame.Line("ok"));
  }

  @Test
  void zeroIsNoLimit() {
    String text = "x".repeat(100_000);
    assertThat(new RawReader(0).read(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)))
        .isEqualTo(new Frame.Line(text));
  }
}
