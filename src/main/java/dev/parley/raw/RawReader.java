package dev.parley.raw;

import dev.parley.chat.history.LogEntry;
import dev.parley.tcp.Frame;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Splits the bytes of one read into messages, without a trailing line end: one, or several if they
 * exceed the message limit. A UTF-8 character that is cut by the end of a read is left to the next
 * read. Confined to the event loop of its connection.
 */
final class RawReader {

  private static final byte[] NOTHING = {};

  /** Length of the longest UTF-8 character, in bytes. */
  private static final int MAX_CHARACTER_BYTES = 4;

  private final int limit;
  private byte[] begun = NOTHING;

  /**
   * @param limit the most bytes that a message may have, 0 for no limit
   */
  RawReader(int limit) {
    this.limit = limit == 0 ? Integer.MAX_VALUE : limit;
  }

  /**
   * Reads the next message and leaves the bytes after it; returns null if there is only the
   * beginning of a character.
   */
  @Nullable Frame read(ByteBuf in) {
    int length = begun.length + in.readableBytes();
    byte[] bytes = peek(in, (int) Math.min(length, Math.max(limit, MAX_CHARACTER_BYTES) + 2L));
    boolean fits = withoutEnd(bytes, bytes.length) <= limit || length < MAX_CHARACTER_BYTES;
    boolean whole = bytes.length == length && fits;
    int lines = lines(bytes);
    return whole && lines == length ? readWhole(in) : part(in, bytes, lines);
  }

  /** Reads all bytes as one message; returns null if they are only the beginning of a character. */
  @Nullable Frame readWhole(ByteBuf in) {
    byte[] bytes = peek(in, begun.length + in.readableBytes());
    in.skipBytes(in.readableBytes());
    int whole = bytes.length - unfinished(bytes, bytes.length);
    begun = whole == bytes.length ? NOTHING : Arrays.copyOfRange(bytes, whole, bytes.length);
    return whole == 0 ? null : frame(bytes, withoutEnd(bytes, whole));
  }

  /** Reads up to the message limit, ending at the end of a character. */
  private Frame part(ByteBuf in, byte[] bytes, int lines) {
    int most = Math.min(Math.max(limit, MAX_CHARACTER_BYTES), Math.min(bytes.length, lines));
    int length = most - unfinished(bytes, most);
    in.skipBytes(length - begun.length);
    begun = NOTHING;
    return frame(bytes, length);
  }

  private byte[] peek(ByteBuf in, int length) {
    byte[] bytes = Arrays.copyOf(begun, length);
    in.getBytes(in.readerIndex(), bytes, begun.length, length - begun.length);
    return bytes;
  }

  /** Returns the length of the lines that fit into one message. */
  private static int lines(byte[] bytes) {
    int ends = 0;
    for (int i = 0; i < bytes.length; i++) {
      ends += bytes[i] == '\n' || bytes[i] == '\r' ? 1 : 0;
      if (ends == LogEntry.MAX_LINES) {
        return i + 1;
      }
    }
    return bytes.length;
  }

  /** Returns the rest at the end of the input: the beginning of a character, or null. */
  @Nullable Frame end() {
    boolean cut = begun.length > 0;
    begun = NOTHING;
    return cut ? new Frame.NotUtf8() : null;
  }

  private static int withoutEnd(byte[] bytes, int length) {
    int end = length;
    end -= end > 0 && bytes[end - 1] == '\n' ? 1 : 0;
    end -= end > 0 && bytes[end - 1] == '\r' ? 1 : 0;
    return end;
  }

  private Frame frame(byte[] bytes, int end) {
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

  /** Returns the number of bytes at the end that begin an incomplete character: 0 to 3. */
  private static int unfinished(byte[] bytes, int end) {
    int most = Math.min(3, end);
    for (int back = 1; back <= most; back++) {
      int value = Byte.toUnsignedInt(bytes[end - back]);
      boolean continuation = value >> 6 == 0b10;
      if (!continuation) {
        return length(value) > back ? back : 0;
      }
    }
    return 0;
  }

  /**
   * Returns the length of the character that a byte begins (RFC 3629, section 3); 1 if it begins
   * none.
   */
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
