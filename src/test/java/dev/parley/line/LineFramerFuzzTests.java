package dev.parley.line;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.tcp.Frame;
import dev.parley.tcp.Frame.Line;
import dev.parley.tcp.Frame.NotUtf8;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;

/**
 * Fuzzes the line framer, however the input is split: with the recorded inputs, or new ones when
 * fuzzing.
 */
class LineFramerFuzzTests {

  private static final int LIMIT = 48;

  @FuzzTest
  void splittingTheInputMakesNoDifference(byte[] input) {
    FramerTester whole = new FramerTester(LIMIT).send(input).end();
    FramerTester bytewise = new FramerTester(LIMIT).sendByteByByte(input).end();
    FramerTester split = new FramerTester(LIMIT);
    Random random = new Random(Arrays.hashCode(input));
    for (int from = 0; from < input.length; ) {
      int to = from + 1 + random.nextInt(Math.min(LIMIT, input.length - from));
      split.send(input, from, to);
      from = to;
    }
    split.end();
    assertThat(bytewise.frames()).isEqualTo(whole.frames());
    assertThat(bytewise.replies()).isEqualTo(whole.replies());
    assertThat(split.frames()).isEqualTo(whole.frames());
    assertThat(split.replies()).isEqualTo(whole.replies());
  }

  @FuzzTest
  void linesAreWithinTheLimitAndHoldNoLineEnd(byte[] input) {
    FramerTester tester = new FramerTester(LIMIT).send(input).end();
    for (Frame frame : tester.frames()) {
      if (frame instanceof Line(String text)) {
        assertThat(text).doesNotContain("\r", "\n");
        assertThat(text.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(LIMIT);
      }
    }
    assertThat(tester.replies().length).isLessThanOrEqualTo(input.length);
  }

  @FuzzTest
  void utf8IsWhatTheStrictDecoderOfTheJdkTakes(byte[] input) {
    for (int i = 0; i < input.length; i++) {
      if ("\r\n\b\u007F\u0015".indexOf(input[i]) >= 0 || input[i] == TelnetFilter.IAC) {
        input[i] = 'x';
      }
    }
    ByteBuf in = Unpooled.buffer().writeBytes(input).writeByte('\n');
    assertThat(new LineFramer(0, _ -> {}).read(in)).isEqualTo(decodeStrictly(input));
  }

  private static Frame decodeStrictly(byte[] input) {
    try {
      return new Line(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(input)).toString());
    } catch (CharacterCodingException e) {
      return new NotUtf8();
    }
  }
}
