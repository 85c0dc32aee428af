package dev.parley.raw;

import dev.parley.tcp.Frame;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Makes one message of what one read brings, without the line end that it may have. A character of
 * UTF-8 that a read ends within is left to the next. Confined to the event loop of its connection.
 */
final class RawReader {

  private static final byte[] NOTHING = {};

  private final int limit;
  private byte[] begun = NOTHING;

  /**
   * @param limit the most bytes that a message may have, 0 for no limit
   */
  RawReader(int limit) {
    this.limit = limit == 0 ? Integer.MAX_VALUE : limit;
  }

  /** Reads all there is; null where that is no more than the beginning of a character. */
  @Nullable Frame read(ByteBuf in) {
    byte[] bytes = Arrays.copyOf(begun, begun.length + in.readableBytes());
    in.readBytes(bytes, begun.length, in.readableBytes());
    int whole = bytes.length - unfinished(bytes);
    begun = whole == bytes.length ? NOTHING : Arrays.copyOfRange(bytes, whole, bytes.length);
    return whole == 0 ? null : frame(bytes, whole);
  }

  /** What is left at the end of the input: the beginning of a character, or null. */
  @Nullable Frame end() {
    boolean cut = begun.length > 0;
    begun = NOTHING;
    return cut ? new Frame.NotUtf8() : null;
  }

  private Frame frame(byte[] bytes, int length) {
    int end = length;
    end -= end > 0 && bytes[end - 1] == '\n' ? 1 : 0;
    end -= end > 0 && bytes[end - 1] == '\r' ? 1 : 0;
    if (end > limit) {
      return new Frame.TooLong(limit);
    }
    try {
      ByteBuffer text = ByteBuffer.wrap(bytes, 0, end);
      return new Frame.Line(StandardCharsets.UTF_8.newDecoder().decode(text).toString());
    } catch (CharacterCodingException notUtf8) {
      return new Frame.NotUtf8();
    }
  }

  /** How many bytes at the end are the beginning of a character that is not whole: 0 to 3. */
  private static int unfinished(byte[] bytes) {
    int most = Math.min(3, bytes.length);
    for (int back = 1; back <= most; back++) {
      int value = Byte.toUnsignedInt(bytes[bytes.length - back]);
      boolean continuation = value >> 6 == 0b10;
      if (!continuation) {
        return length(value) > back ? back : 0;
      }
    }
    return 0;
  }

  /** How long the character is that a byte begins (RFC 3629, section 3); 1 where it begins none. */
  private static int length(int first) {
    if (first >= 0xC2 && first <= 0xDF) {
      return 2;
    }
    if (first >= 0xE0 && first <= 0xEF) {
      return 3;
    }
    return first >= 0xF0 && first <= 0xF4 ? 4 : 1;
  }
}
