package dev.parley.raw;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.tcp.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Fuzzes the raw reader: with the recorded inputs, or new ones when fuzzing. */
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

  /** With every limit that there may be, and however it is split into reads. */
  @FuzzTest
  void everyByteIsSaidOrRefused(byte[] input) {
    int limit = input.length == 0 ? 4 : 4 + (input[0] & 15);
    RawReader reader = new RawReader(limit);
    String text = new String(input, StandardCharsets.UTF_8).replaceAll("[\r\n]", " ");
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    StringBuilder said = new StringBuilder();
    for (int from = 0; from < bytes.length; ) {
      int length = Math.min(1 + (bytes[from] & 63), bytes.length - from);
      ByteBuf in = Unpooled.wrappedBuffer(bytes, from, length);
      while (in.isReadable()) {
        int before = in.readableBytes();
        Frame frame = reader.read(in);
        if (frame != null) {
          assertThat(frame).isInstanceOf(Frame.Line.class);
          String part = ((Frame.Line) frame).text();
          assertThat(part.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(limit);
          said.append(part);
        }
        assertThat(in.readableBytes()).isLessThan(before);
      }
      from += length;
    }
    assertThat(said).hasToString(text);
  }

  @FuzzTest
  void anyBytesAreReadToTheirEnd(byte[] input) {
    for (int limit = 0; limit < 8; limit++) {
      RawReader reader = new RawReader(limit);
      for (int from = 0; from < input.length; from += 5) {
        ByteBuf in = Unpooled.wrappedBuffer(input, from, Math.min(5, input.length - from));
        for (int reads = 0; in.isReadable(); reads++) {
          assertThat(reads).isLessThan(16);
          var _ = reader.read(in);
        }
      }
      var _ = reader.end();
    }
  }

  @FuzzTest
  void whatIsRefusedIsNotUtf8(byte[] input) {
    RawReader reader = new RawReader(0);
    boolean refused =
        reader.readWhole(Unpooled.wrappedBuffer(input)) instanceof Frame.NotUtf8
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
