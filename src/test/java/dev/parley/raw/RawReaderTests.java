package dev.parley.raw;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.tcp.Frame;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
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
  void messageAtTheLimitIsReadAndOneOverIsRefused() {
    assertThat(read("x".repeat(LIMIT) + "\n")).isEqualTo(new Frame.Line("x".repeat(LIMIT)));
    assertThat(read("x".repeat(LIMIT + 1))).isEqualTo(new Frame.TooLong(LIMIT));
    assertThat(read("ok")).isEqualTo(new Frame.Line("ok"));
  }

  @Test
  void zeroIsNoLimit() {
    String text = "x".repeat(100_000);
    assertThat(new RawReader(0).read(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)))
        .isEqualTo(new Frame.Line(text));
  }
}
