package dev.parley.raw;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.tcp.Frame;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Whatever strangers send: the recorded inputs, or new ones when fuzzing. */
class RawReaderFuzzTests {

  @FuzzTest
  void utf8CutAnywhereIsReadWhole(byte[] input) {
    RawReader reader = new RawReader(0);
    String text = new String(input, StandardCharsets.UTF_8).replaceAll("[\r\n]", " ");
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    StringBuilder read = new StringBuilder();
    for (int from = 0; from < bytes.length; ) {
      int length = Math.min(1 + (bytes[from] & 3), bytes.length - from);
      Frame frame = reader.read(Unpooled.wrappedBuffer(bytes, from, length));
      read.append(frame instanceof Frame.Line(String part) ? part : "");
      assertThat(frame instanceof Frame.NotUtf8).isFalse();
      from += length;
    }
    assertThat(read).hasToString(text);
    assertThat(reader.end()).isNull();
  }

  @FuzzTest
  void whatIsRefusedIsNotUtf8(byte[] input) {
    RawReader reader = new RawReader(0);
    boolean refused =
        reader.read(Unpooled.wrappedBuffer(input)) instanceof Frame.NotUtf8
            || reader.end() instanceof Frame.NotUtf8;
    assertThat(refused).isEqualTo(!isUtf8(input));
  }

  private static boolean isUtf8(byte[] input) {
    try {
      var _ = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(input));
      return true;
    } catch (CharacterCodingException notUtf8) {
      return false;
    }
  }
}
