package dev.parley.load;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Upgrades a connection to a WebSocket (RFC 6455), and decodes the messages that it brings, in
 * pieces of any size. One thread.
 */
final class WebSocketFraming {

  /** The part of the input that comes next. */
  private enum State {
    STATUS,
    HEADERS,
    OPCODE,
    LENGTH,
    LENGTH_16,
    PAYLOAD,
    CONTROL
  }

  private static final String KEY = "dGhlIHNhbXBsZSBub25jZQ==";
  private static final int TEXT = 0x81;
  private static final int MASKED = 0x80;
  private static final int LENGTH_16 = 126;
  private static final int LENGTH_64 = 127;
  private static final int MAX_16 = 0xFFFF;

  private final StringBuilder line = new StringBuilder();
  private State state = State.STATUS;
  private boolean text;
  private int left;
  private int lengthBytes;

  /** Returns the request to upgrade a connection to a server. */
  static String request(String host) {
    return """
        GET /ws HTTP/1.1
        Host: %s
        Origin: http://%s
        Connection: Upgrade
        Upgrade: websocket
        Sec-WebSocket-Version: 13
        Sec-WebSocket-Key: %s

        """
        .formatted(host, host, KEY)
        .replace("\n", "\r\n");
  }

  /**
   * Returns a line as the frame of a message, masked with zeros, so that its bytes stay.
   *
   * @param line the line with its terminator, which the frame does not have
   */
  static byte[] frame(byte[] line) {
    int length = line.length - 1;
    if (length > MAX_16) {
      throw new LoadException("A message has at most " + MAX_16 + " bytes.");
    }
    int header = header(length);
    byte[] frame = new byte[header + length];
    frame[0] = (byte) TEXT;
    if (length < LENGTH_16) {
      frame[1] = (byte) (MASKED | length);
    } else {
      frame[1] = (byte) (MASKED | LENGTH_16);
      frame[2] = (byte) (length >> 8);
      frame[3] = (byte) length;
    }
    System.arraycopy(line, 0, frame, header, length);
    return frame;
  }

  /** Returns the length of the header of a frame. */
  private static int header(int length) {
    return length < LENGTH_16 ? 6 : 8;
  }

  /** Returns lines, each with its terminator, as the frames of messages. */
  static byte[] frames(String lines) {
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    lines
        .lines()
        .forEach(line -> frames.writeBytes(frame((line + "\n").getBytes(StandardCharsets.UTF_8))));
    return frames.toByteArray();
  }

  /**
   * Decodes bytes. Returns the index behind the decoded bytes.
   *
   * @param target receives the messages, each as a line
   * @param from index in the target at which they begin
   * @throws LoadException if the upgrade is refused or a frame is not of a server
   */
  int decode(ByteBuffer bytes, byte[] target, int from) {
    int to = from;
    while (bytes.hasRemaining()) {
      if (state == State.PAYLOAD || state == State.CONTROL) {
        int count = Math.min(left, bytes.remaining());
        if (state == State.PAYLOAD) {
          bytes.get(target, to, count);
          to += count;
        } else {
          bytes.position(bytes.position() + count);
        }
        left -= count;
      } else {
        decodeHeader(bytes.get() & 0xFF);
      }
      if (left == 0 && (state == State.PAYLOAD || state == State.CONTROL)) {
        if (state == State.PAYLOAD) {
          target[to++] = '\n';
        }
        state = State.OPCODE;
      }
    }
    return to;
  }

  private void decodeHeader(int next) {
    switch (state) {
      case STATUS, HEADERS -> decodeLine((char) next);
      case OPCODE -> {
        text = next == TEXT;
        state = State.LENGTH;
      }
      case LENGTH -> {
        if (next >= LENGTH_64) {
          throw new LoadException("The server has sent a masked frame, or one of more than 64 KB.");
        }
        left = next == LENGTH_16 ? 0 : next;
        lengthBytes = 0;
        state = next == LENGTH_16 ? State.LENGTH_16 : payload();
      }
      case LENGTH_16 -> {
        left = left << 8 | next;
        if (++lengthBytes == 2) {
          state = payload();
        }
      }
      case PAYLOAD, CONTROL -> throw new IllegalStateException(state.name());
    }
  }

  private State payload() {
    return text ? State.PAYLOAD : State.CONTROL;
  }

  private void decodeLine(char c) {
    if (c != '\n') {
      line.append(c);
      return;
    }
    String header = line.toString().strip();
    line.setLength(0);
    if (state == State.STATUS && !header.startsWith("HTTP/1.1 101")) {
      throw new LoadException("The upgrade was answered " + header + ".");
    }
    state = header.isEmpty() ? State.OPCODE : State.HEADERS;
  }
}
