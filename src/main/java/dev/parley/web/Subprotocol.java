package dev.parley.web;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Enumerates the subprotocols of a WebSocket that carry lines of IRC (IRCv3 websocket). */
enum Subprotocol {
  /** Each line is a text message. */
  TEXT(WebSocketFrames.TEXT),
  /** Each line is a binary message. */
  BINARY(WebSocketFrames.BINARY);

  private static final String SUFFIX = ".ircv3.net";

  private final int opcode;

  Subprotocol(int opcode) {
    this.opcode = opcode;
  }

  /** Returns the name by which clients ask for it. */
  String id() {
    return name().toLowerCase(Locale.ROOT) + SUFFIX;
  }

  /**
   * Returns the first one that a client offers, or null.
   *
   * @param offers the values of the headers {@code Sec-WebSocket-Protocol}
   */
  static @Nullable Subprotocol of(List<String> offers) {
    return offers.stream()
        .flatMap(header -> Arrays.stream(header.split(",")))
        .map(String::strip)
        .flatMap(offer -> Arrays.stream(values()).filter(one -> one.id().equals(offer)))
        .findFirst()
        .orElse(null);
  }

  /** Encodes lines, each ended by CR LF, as a message each. */
  byte[] encode(byte[] lines) {
    ByteArrayOutputStream frames = new ByteArrayOutputStream(lines.length + Integer.BYTES);
    int from = 0;
    for (int i = 0; i < lines.length; i++) {
      if (lines[i] == '\n') {
        int end = i > from && lines[i - 1] == '\r' ? i - 1 : i;
        frames.writeBytes(WebSocketFrames.frame(opcode, Arrays.copyOfRange(lines, from, end)));
        from = i + 1;
      }
    }
    return frames.toByteArray();
  }
}
