package dev.parley.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.tcp.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Fuzzes the reader of frames, however the input is split: with the recorded inputs, or new ones
 * when fuzzing.
 */
class WebSocketReaderFuzzTests {

  private static final int LIMIT = 48;
  private static final int MAX_CONTROL = 125;

  private final WebSocketReader reader = new WebSocketReader(LIMIT);
  private final List<Frame> frames = new ArrayList<>();

  private void receive(byte[] input, int from, int to) {
    ByteBuf in = Unpooled.wrappedBuffer(input, from, to - from);
    for (Frame frame = reader.read(in); frame != null; frame = reader.read(in)) {
      frames.add(frame);
    }
    assertThat(in.isReadable()).as("bytes are left unread").isFalse();
    assertThat(reader.heldBytes()).isLessThanOrEqualTo(LIMIT + MAX_CONTROL);
  }

  private static List<Frame> whole(byte[] input) {
    WebSocketReaderFuzzTests tester = new WebSocketReaderFuzzTests();
    tester.receive(input, 0, input.length);
    return tester.frames;
  }

  @FuzzTest
  void splittingTheInputMakesNoDifference(byte[] input) {
    for (int i = 0; i < input.length; i++) {
      receive(input, i, i + 1);
    }
    WebSocketReaderFuzzTests split = new WebSocketReaderFuzzTests();
    Random random = new Random(Arrays.hashCode(input));
    for (int from = 0; from < input.length; ) {
      int to = from + 1 + random.nextInt(Math.min(LIMIT, input.length - from));
      split.receive(input, from, to);
      from = to;
    }
    List<Frame> whole = whole(input);
    assertThat(frames).isEqualTo(whole);
    assertThat(split.frames).isEqualTo(whole);
  }

  @FuzzTest
  void nothingComesBehindTheEndAndEverythingIsWithinTheLimits(byte[] input) {
    List<Frame> all = whole(input);
    for (int i = 0; i < all.size(); i++) {
      switch (all.get(i)) {
        case Frame.Line(String text) ->
            assertThat(text.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(LIMIT);
        case Frame.Ping(String payload) ->
            assertThat(payload.length()).isLessThanOrEqualTo(MAX_CONTROL);
        case Frame.TooLong(int limit) -> {
          assertThat(limit).isEqualTo(LIMIT);
          assertThat(i).isEqualTo(all.size() - 1);
        }
        case Frame.NotUtf8 _, Frame.Violation _, Frame.Unsupported _, Frame.EndOfInput _ ->
            assertThat(i).isEqualTo(all.size() - 1);
        case Frame.Utf16 _, Frame.Interrupt _, Frame.AreYouThere _ ->
            throw new AssertionError("not of this protocol");
      }
    }
  }

  /** A message that is sent in frames is received as it was, in whatever parts. */
  @FuzzTest
  void messageIsReceivedAsItWasSent(byte[] input) {
    byte[] text = Arrays.copyOf(input, Math.min(input.length, LIMIT));
    String sent = new String(text, StandardCharsets.UTF_8);
    boolean valid = Arrays.equals(sent.getBytes(StandardCharsets.UTF_8), text);
    Random random = new Random(Arrays.hashCode(input));
    ByteBuf bytes = Unpooled.buffer();
    int parts = 0;
    int from = 0;
    do {
      // Each part counts a byte at least, so an empty one would not fit into a full message.
      int to = text.length == 0 ? 0 : from + 1 + random.nextInt(text.length - from);
      int opcode = parts++ == 0 ? WebSocketFrames.TEXT : WebSocketFrames.CONTINUATION;
      int fin = to == text.length ? WebSocketFrames.FIN : 0;
      byte[] mask = new byte[4];
      random.nextBytes(mask);
      bytes.writeByte(fin | opcode).writeByte(0x80 | (to - from)).writeBytes(mask);
      for (int i = from; i < to; i++) {
        bytes.writeByte(text[i] ^ mask[(i - from) % mask.length]);
      }
      from = to;
    } while (from < text.length);
    byte[] frame = new byte[bytes.readableBytes()];
    bytes.readBytes(frame);

    assertThat(whole(frame)).containsExactly(valid ? new Frame.Line(sent) : new Frame.NotUtf8());
  }
}
