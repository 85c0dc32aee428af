package dev.parley.web;

import dev.parley.tcp.Frame;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Takes messages out of the frames of a client (RFC 6455, section 5), however they were segmented
 * by TCP. It buffers a message up to the limit and no more. Behind a close frame, or behind a frame
 * that breaks the protocol or the limit, nothing is read.
 *
 * <p>Confined to the event loop of its connection.
 */
final class WebSocketReader {

  private static final byte[] NOTHING = {};
  private static final int SMALLEST = 64;
  private static final int RESERVED = 0x70;
  private static final int OPCODE = 0x0F;
  private static final int CONTROL = 0x08;
  private static final int MASKED = 0x80;
  private static final int SHORT_LENGTH = 0x7F;
  private static final int MASK_BYTES = 4;
  private static final int MAX_HEADER = 14;
  private static final int MAX_16 = 0xFFFF;

  /** The code of a client that is done (RFC 6455, section 7.4.1). */
  private static final int NORMAL_CLOSURE = 1000;

  /** The first and the last code of a close frame that are for libraries and applications. */
  private static final int FIRST_PRIVATE_CODE = 3000;

  private static final int LAST_PRIVATE_CODE = 4999;

  private final int limit;
  private final boolean binary;
  private final byte[] header = new byte[MAX_HEADER];
  private int headerLength;
  private boolean inPayload;
  private long left;
  private int maskAt;

  private byte[] message = NOTHING;
  private int messageLength;

  /** The bytes of the message, of which each frame counts one at least. */
  private long counted;

  private boolean inMessage;
  private boolean text;
  private byte[] control = NOTHING;
  private int controlLength;
  private boolean over;
  private boolean closed;

  /**
   * @param limit the most bytes that a message may have, 0 for no limit
   */
  WebSocketReader(int limit) {
    this(limit, false);
  }

  private WebSocketReader(int limit, boolean binary) {
    this.limit = limit == 0 ? Integer.MAX_VALUE - MAX_HEADER : limit;
    this.binary = binary;
  }

  /**
   * Returns a reader that takes binary messages as well, and returns the bytes of each message as
   * characters of ISO 8859-1.
   *
   * @param limit the most bytes that a message may have, 0 for no limit
   */
  static WebSocketReader ofBytes(int limit) {
    return new WebSocketReader(limit, true);
  }

  /**
   * Returns whether the client has said that it is done, by a close frame with the code 1000 or
   * none. A browser closes with 1001 as a page is left, which may be loaded again and come back.
   */
  boolean isClosed() {
    return closed;
  }

  /** Returns the number of bytes that are held of a message whose end has not arrived. */
  int heldBytes() {
    return message.length + control.length;
  }

  /**
   * Reads up to the end of the next message or control frame and leaves the bytes behind it.
   *
   * @return the frame, or null once everything is read and none is complete
   */
  @Nullable Frame read(ByteBuf in) {
    Frame frame = null;
    while (frame == null && !over && in.isReadable()) {
      frame = inPayload ? readPayload(in) : readHeader(in);
    }
    if (over) {
      in.skipBytes(in.readableBytes());
    }
    return frame;
  }

  private @Nullable Frame readHeader(ByteBuf in) {
    header[headerLength++] = in.readByte();
    String fault =
        switch (headerLength) {
          case 1 -> faultOfFirst();
          case 2 -> faultOfSecond();
          default -> null;
        };
    if (fault != null) {
      return violation(fault);
    }
    return headerLength < 2 || headerLength < wholeHeader() ? null : headerRead();
  }

  private int opcode() {
    return header[0] & OPCODE;
  }

  private boolean isLast() {
    return (header[0] & WebSocketFrames.FIN) != 0;
  }

  private boolean isControl() {
    return (header[0] & CONTROL) != 0;
  }

  private @Nullable String faultOfFirst() {
    if ((header[0] & RESERVED) != 0) {
      return "a reserved bit was set";
    }
    return switch (opcode()) {
      case WebSocketFrames.TEXT, WebSocketFrames.BINARY ->
          inMessage ? "a message began within another" : null;
      case WebSocketFrames.CONTINUATION -> inMessage ? null : "there was nothing to continue";
      case WebSocketFrames.CLOSE, WebSocketFrames.PING, WebSocketFrames.PONG ->
          isLast() ? null : "a control frame was in parts";
      default -> "an opcode was reserved";
    };
  }

  private @Nullable String faultOfSecond() {
    if ((header[1] & MASKED) == 0) {
      return "a frame was not masked";
    }
    return isControl() && (header[1] & SHORT_LENGTH) > WebSocketFrames.MAX_CONTROL
        ? "a control frame was too long"
        : null;
  }

  private int lengthBytes() {
    return switch (header[1] & SHORT_LENGTH) {
      case WebSocketFrames.LENGTH_16 -> Short.BYTES;
      case WebSocketFrames.LENGTH_64 -> Long.BYTES;
      default -> 0;
    };
  }

  private int wholeHeader() {
    return 2 + lengthBytes() + MASK_BYTES;
  }

  private @Nullable Frame headerRead() {
    if (opcode() == WebSocketFrames.BINARY && !binary) {
      return stop(new Frame.Unsupported());
    }
    if (opcode() == WebSocketFrames.TEXT || opcode() == WebSocketFrames.BINARY) {
      text = opcode() == WebSocketFrames.TEXT;
    }
    int bytes = lengthBytes();
    long length = bytes == 0 ? header[1] & SHORT_LENGTH : 0;
    for (int i = 0; i < bytes; i++) {
      length = length << Byte.SIZE | Byte.toUnsignedInt(header[2 + i]);
    }
    if (length < 0
        || (bytes == Short.BYTES && length < WebSocketFrames.LENGTH_16)
        || (bytes == Long.BYTES && length <= MAX_16)) {
      return violation("a length was written in the wrong way");
    }
    left = length;
    maskAt = 0;
    inPayload = true;
    if (isControl()) {
      control = new byte[(int) length];
      controlLength = 0;
    } else {
      counted += Math.max(1, length);
      if (messageLength + length > limit || (!isLast() && counted > limit)) {
        return stop(new Frame.TooLong(limit));
      }
    }
    return length == 0 ? frameRead() : null;
  }

  private @Nullable Frame readPayload(ByteBuf in) {
    int count = (int) Math.min(left, in.readableBytes());
    if (isControl()) {
      unmask(in, control, controlLength, count);
      controlLength += count;
    } else {
      makeRoom(count);
      unmask(in, message, messageLength, count);
      messageLength += count;
    }
    left -= count;
    return left == 0 ? frameRead() : null;
  }

  private void makeRoom(int count) {
    int needed = messageLength + count;
    if (needed > message.length) {
      boolean whole = isLast() && left == count;
      long roomy = whole ? needed : Math.max(SMALLEST, 2L * needed);
      message = Arrays.copyOf(message, (int) Math.min(roomy, limit));
    }
  }

  private void unmask(ByteBuf in, byte[] into, int from, int count) {
    in.readBytes(into, from, count);
    int mask = wholeHeader() - MASK_BYTES;
    for (int i = from; i < from + count; i++) {
      into[i] ^= header[mask + maskAt];
      maskAt = (maskAt + 1) % MASK_BYTES;
    }
  }

  private @Nullable Frame frameRead() {
    inPayload = false;
    headerLength = 0;
    if (isControl()) {
      byte[] payload = control;
      control = NOTHING;
      return controlRead(payload);
    }
    inMessage = !isLast();
    return inMessage ? null : messageRead();
  }

  private Frame messageRead() {
    if (binary) {
      boolean valid = !text || decode(message, 0, messageLength) != null;
      String bytes = new String(message, 0, messageLength, StandardCharsets.ISO_8859_1);
      clearMessage();
      return valid ? new Frame.Line(bytes) : stop(new Frame.NotUtf8());
    }
    String text = decode(message, 0, messageLength);
    clearMessage();
    return text == null ? stop(new Frame.NotUtf8()) : new Frame.Line(text);
  }

  private @Nullable Frame controlRead(byte[] payload) {
    return switch (opcode()) {
      case WebSocketFrames.PING -> new Frame.Ping(new String(payload, StandardCharsets.ISO_8859_1));
      case WebSocketFrames.CLOSE -> closeRead(payload);
      default -> null; // A pong asks for nothing.
    };
  }

  private Frame closeRead(byte[] payload) {
    int code = NORMAL_CLOSURE;
    if (payload.length > 0) {
      code =
          payload.length == 1
              ? 0
              : Byte.toUnsignedInt(payload[0]) << Byte.SIZE | Byte.toUnsignedInt(payload[1]);
      if (!isSendable(code)) {
        return violation("a close frame had no valid code");
      }
      if (decode(payload, 2, payload.length - 2) == null) {
        return stop(new Frame.NotUtf8());
      }
    }
    closed = code == NORMAL_CLOSURE;
    return stop(new Frame.EndOfInput());
  }

  /** Returns whether a close frame may have a code (RFC 6455, section 7.4, and its registry). */
  private static boolean isSendable(int code) {
    return switch (code) {
      case 1000, 1001, 1002, 1003, 1007, 1008, 1009, 1010, 1011, 1012, 1013, 1014 -> true;
      default -> code >= FIRST_PRIVATE_CODE && code <= LAST_PRIVATE_CODE;
    };
  }

  /** Decodes UTF-8 (RFC 3629), or returns null if the bytes are not valid. */
  private static @Nullable String decode(byte[] bytes, int from, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, from, length))
          .toString();
    } catch (CharacterCodingException notUtf8) {
      return null;
    }
  }

  private Frame violation(String detail) {
    return stop(new Frame.Violation(detail));
  }

  private Frame stop(Frame last) {
    over = true;
    clearMessage();
    control = NOTHING;
    return last;
  }

  private void clearMessage() {
    message = NOTHING;
    messageLength = 0;
    counted = 0;
  }
}
