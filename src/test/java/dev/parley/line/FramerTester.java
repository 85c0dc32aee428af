package dev.parley.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.tcp.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Feeds a {@link LineFramer} and keeps what comes out of it. */
final class FramerTester {

  private final List<Frame> frames = new ArrayList<>();
  private final ByteArrayOutputStream replies = new ByteArrayOutputStream();
  private final LineFramer framer;
  private final int limit;

  FramerTester(int limit) {
    this.limit = limit;
    this.framer = new LineFramer(limit, replies::writeBytes);
  }

  static byte[] bytes(int... values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  FramerTester send(String text) {
    return send(text.getBytes(StandardCharsets.UTF_8));
  }

  FramerTester send(int... values) {
    return send(bytes(values));
  }

  /** Returns everything arrives in one piece. */
  FramerTester send(byte[] input) {
    return send(input, 0, input.length);
  }

  /** Returns each byte arrives by itself. */
  FramerTester sendByteByByte(byte[] input) {
    for (int i = 0; i < input.length; i++) {
      send(input, i, i + 1);
    }
    return this;
  }

  FramerTester send(byte[] input, int from, int to) {
    ByteBuf in = Unpooled.wrappedBuffer(input, from, to - from);
    for (Frame frame = framer.read(in); frame != null; frame = framer.read(in)) {
      frames.add(frame);
    }
    assertThat(in.isReadable()).as("bytes are left unread").isFalse();
    if (limit > 0) {
      assertThat(framer.heldBytes()).isLessThanOrEqualTo(limit);
    }
    return this;
  }

  FramerTester end() {
    Frame last = framer.end();
    if (last != null) {
      frames.add(last);
    }
    assertThat(framer.end()).as("a line after the last").isNull();
    return this;
  }

  List<Frame> frames() {
    return frames;
  }

  byte[] replies() {
    return replies.toByteArray();
  }

  boolean isTelnet() {
    return framer.isTelnet();
  }

  int heldBytes() {
    return framer.heldBytes();
  }
}
