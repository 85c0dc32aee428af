package dev.parley.line;

import dev.parley.tcp.Frame;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Buffers the bytes of a line whose end has not arrived yet.
 *
 * <p>Confined, as its {@link LineFramer} is. The bytes of a line over the limit are dropped; no
 * buffer is held while there is nothing to hold, and none at all for a line that is complete in the
 * buffer it arrived in.
 */
final class PartialLine {

  private static final byte[] NOTHING = {};
  private static final int SMALLEST = 64;
  private static final int JOINER = 0x200D;

  private static final char REPLACEMENT = '\uFFFD';

  private final int limit;
  private byte[] bytes = NOTHING;
  private int length;
  private boolean tooLong;

  /**
   * @param limit the most bytes that a line may have, 0 for no limit
   */
  PartialLine(int limit) {
    this.limit = limit == 0 ? Integer.MAX_VALUE : limit;
  }

  /** Returns whether the line has not begun. */
  boolean isEmpty() {
    return length == 0 && !tooLong;
  }

  int capacity() {
    return bytes.length;
  }

  /** Reads {@code count} bytes that belong to the line. */
  void append(ByteBuf in, int count) {
    if (tooLong || count > limit - length) {
      in.skipBytes(count);
      clear();
      tooLong = true;
      return;
    }
    makeRoom(count);
    in.readBytes(bytes, length, count);
    length += count;
  }

  /** Reads the last {@code count} bytes of the line and begins the next. */
  Frame complete(ByteBuf in, int count) {
    if (!isEmpty()) {
      append(in, count);
      return complete();
    }
    Frame line = count > limit ? new Frame.TooLong(limit) : decode(in, in.readerIndex(), count);
    in.skipBytes(count);
    return line;
  }

  /** Ends the line with the bytes it has and begins the next. */
  Frame complete() {
    Frame line =
        tooLong ? new Frame.TooLong(limit) : decode(Unpooled.wrappedBuffer(bytes), 0, length);
    clear();
    return line;
  }

  /**
   * Erases the last grapheme: a letter with its marks, an emoji sequence, a flag. The bytes of a
   * line over the limit are gone: such a line stays too long.
   */
  void eraseCharacter() {
    boolean whole = length == 0;
    while (!whole) {
      int last = takeCodePoint();
      whole = length == 0 || !(isExtending(last) || lastCodePoint() == JOINER || isHalfAFlag(last));
    }
    if (length == 0) {
      bytes = NOTHING;
    }
  }

  /** Erases the last code point, whether or not the bytes are UTF-8, and returns it. */
  private int takeCodePoint() {
    int last = lastCodePoint();
    length = startOfLast();
    return last;
  }

  private int lastCodePoint() {
    int start = startOfLast();
    return new String(bytes, start, length - start, StandardCharsets.UTF_8).codePointAt(0);
  }

  private int startOfLast() {
    int start = length - 1;
    while (start > 0 && isContinuation(bytes[start])) {
      start--;
    }
    return start;
  }

  /** Returns whether a code point extends the character before it. */
  private static boolean isExtending(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.NON_SPACING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.FORMAT ->
          true;
      default -> Character.isEmojiModifier(codePoint);
    };
  }

  /**
   * Returns whether the erased code point was the second half of a flag, whose first half is left.
   */
  private boolean isHalfAFlag(int taken) {
    int halves = 0;
    if (isRegional(taken)) {
      int end = length;
      while (length > 0 && isRegional(lastCodePoint())) {
        length = startOfLast();
        halves++;
      }
      length = end;
    }
    return halves % 2 == 1;
  }

  private static boolean isRegional(int codePoint) {
    return codePoint >= 0x1F1E6 && codePoint <= 0x1F1FF;
  }

  /** Drops the line. */
  void clear() {
    bytes = NOTHING;
    length = 0;
    tooLong = false;
  }

  private void makeRoom(int count) {
    int needed = length + count;
    if (needed > bytes.length) {
      int roomy = Math.max(SMALLEST, (int) Math.min(2L * needed, limit));
      bytes = Arrays.copyOf(bytes, Math.min(roomy, limit));
    }
  }

  private static boolean isContinuation(byte b) {
    return (b & 0xC0) == 0x80;
  }

  /**
   * Decodes a line as UTF-8. The JDK decodes ASCII at the speed of a copy and puts U+FFFD where the
   * bytes are not UTF-8, so that only a line that holds one is checked again.
   */
  private static Frame decode(ByteBuf in, int index, int length) {
    String text = in.toString(index, length, StandardCharsets.UTF_8);
    boolean valid =
        text.indexOf(REPLACEMENT) < 0
            || ByteBufUtil.isText(in, index, length, StandardCharsets.UTF_8);
    return valid ? new Frame.Line(text) : new Frame.NotUtf8();
  }
}
