package dev.parley.irc.message;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.tcp.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class IrcFramerTests {

  static List<Frame> frames(byte[] input, int pieces) {
    IrcFramer framer = new IrcFramer();
    List<Frame> frames = new ArrayList<>();
    for (int from = 0; from < input.length; from += pieces) {
      ByteBuf in = Unpooled.wrappedBuffer(input, from, Math.min(pieces, input.length - from));
      for (Frame frame = framer.read(in); frame != null; frame = framer.read(in)) {
        frames.add(frame);
      }
    }
    Frame last = framer.end();
    if (last != null) {
      frames.add(last);
    }
    return frames;
  }

  private static List<Frame> frames(String input) {
    byte[] bytes = input.getBytes(StandardCharsets.UTF_8);
    List<Frame> whole = frames(bytes, Integer.MAX_VALUE / 2);
    assertThat(frames(bytes, 1)).isEqualTo(whole);
    return whole;
  }

  @Test
  void linesEndInLfOrCrLf() {
    assertThat(frames("NICK a\r\nUSER b\n\r\n  \nPING\r\r\nlast"))
        .containsExactly(
            new Frame.Line("NICK a"),
            new Frame.Line("USER b"),
            new Frame.Line("PING"),
            new Frame.Line("last"));
  }

  @Test
  void noOtherMessageIsHiddenInALine() {
    assertThat(frames("PRIVMSG bob :hi\r:bob QUIT\0\r\n"))
        .containsExactly(new Frame.Line("PRIVMSG bob :hi:bob QUIT"));
  }

  @Test
  void aLineHas512BytesWithItsEnd() {
    assertThat(frames("x".repeat(510) + "\r\n")).containsExactly(new Frame.Line("x".repeat(510)));
    assertThat(frames("x".repeat(511) + "\r\nPING\n"))
        .containsExactly(new Frame.TooLong(512), new Frame.Line("PING"));
  }

  @Test
  void tagsHave4096BytesBesides() {
    String tags = "@" + "t".repeat(4094) + " ";
    assertThat(frames(tags + "x".repeat(510) + "\n"))
        .containsExactly(new Frame.Line(tags + "x".repeat(510)));
    assertThat(frames("@t" + tags.substring(1) + "PING\nPING\n"))
        .containsExactly(new Frame.TooLong(4096), new Frame.Line("PING"));
    assertThat(frames(tags + "x".repeat(511) + "\n")).containsExactly(new Frame.TooLong(512));
  }

  @Test
  void endlessLinesAreDropped() {
    assertThat(frames("x".repeat(100_000) + "\nPING\n"))
        .containsExactly(new Frame.TooLong(512), new Frame.Line("PING"));
  }

  @Test
  void whatIsNotUtf8IsToldApart() {
    assertThat(frames(new byte[] {'a', (byte) 0xFF, '\n', 'b', '\n'}, 1))
        .containsExactly(new Frame.NotUtf8("a\uFFFD"), new Frame.Line("b"));
  }
}
