package dev.parley.web;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Encodes frames of the server (RFC 6455, section 5.2). They are not masked, so all receivers of a
 * frame share its bytes.
 */
final class WebSocketFrames {

  static final int CONTINUATION = 0x0;
  static final int TEXT = 0x1;
  static final int BINARY = 0x2;
  static final int CLOSE = 0x8;
  static final int PING = 0x9;
  static final int PONG = 0xA;

  /** The bit of the last frame of a message. */
  static final int FIN = 0x80;

  /** The maximum length of the payload of a control frame, in bytes. */
  static final int MAX_CONTROL = 125;

  /** The values of the short length that say that a longer one follows. */
  static final int LENGTH_16 = 126;

  static final int LENGTH_64 = 127;

  private static final int CODE_BYTES = 2;
  private static final int MAX_16 = 0xFFFF;

  private WebSocketFrames() {}

  /** Encodes lines, each ended by LF, as a text message each. */
  static byte[] texts(String lines) {
    int end = lines.indexOf('\n');
    if (end == lines.length() - 1) {
      return frame(TEXT, lines.substring(0, Math.max(end, 0)).getBytes(StandardCharsets.UTF_8));
    }
    ByteArrayOutputStream frames = new ByteArrayOutputStream();
    lines.lines().forEach(line -> frames.writeBytes(text(line)));
    return frames.toByteArray();
  }

  private static byte[] text(String line) {
    return frame(TEXT, line.getBytes(StandardCharsets.UTF_8));
  }

  /** Encodes a close frame; a reason that is too long is cut at the end of a character. */
  static byte[] close(CloseCode code, String reason) {
    byte[] text = reason.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(text.length, MAX_CONTROL - CODE_BYTES);
    while (length < text.length && length > 0 && (text[length] & 0xC0) == 0x80) {
      length--;
    }
    byte[] payload = new byte[CODE_BYTES + length];
    payload[0] = (byte) (code.number() >> 8);
    payload[1] = (byte) code.number();
    System.arraycopy(text, 0, payload, CODE_BYTES, length);
    return frame(CLOSE, payload);
  }

  /** Encodes a message or a control frame as one frame. */
  static byte[] frame(int opcode, byte[] payload) {
    byte[] header = header(payload.length);
    header[0] = (byte) (FIN | opcode);
    byte[] frame = Arrays.copyOf(header, header.length + payload.length);
    System.arraycopy(payload, 0, frame, header.length, payload.length);
    return frame;
  }

  /** Returns a header with the length alone. */
  private static byte[] header(int length) {
    if (length <= MAX_CONTROL) {
      return new byte[] {0, (byte) length};
    }
    if (length <= MAX_16) {
      return new byte[] {0, LENGTH_16, (byte) (length >> 8), (byte) length};
    }
    byte[] header = new byte[10];
    header[1] = LENGTH_64;
    for (int i = 0; i < Integer.BYTES; i++) {
      header[header.length - 1 - i] = (byte) (length >> (i * 8));
    }
    return header;
  }
}
