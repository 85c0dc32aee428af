package dev.parley.irc.message;

import dev.parley.tcp.Frame;
import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Splits the bytes of one connection into lines, however they were segmented by TCP. A line ends in
 * LF or CR LF; blank ones are left out, and so are CR and NUL within one. Its tags have up to
 * {@value #MAX_TAG_BYTES} bytes with the {@code @} and the space, the rest up to {@value
 * IrcMessage#MAX_BYTES} with its end; longer lines are dropped whole.
 *
 * <p>Confined to the event loop of its connection. Between two lines it holds no buffer, within a
 * line at most as many bytes as a line may have.
 */
public final class IrcFramer {

  /** The maximum length of the tags of a client, in bytes. */
  public static final int MAX_TAG_BYTES = 4096;

  private static final int MAX_REST = IrcMessage.MAX_BYTES - IrcMessage.END_BYTES;
  private static final int MAX_HELD = MAX_TAG_BYTES + MAX_REST + 1;

  /** The characters that no message may have, which would end it for some clients. */
  private static final Pattern FORBIDDEN = Pattern.compile("[\r\0]");

  private static final byte[] NOTHING = {};
  private static final int SMALLEST = 64;

  private byte[] held = NOTHING;
  private int length;
  private boolean tooLong;

  /**
   * Reads up to the end of the next line and leaves the bytes behind it.
   *
   * @return the line, or null once everything is read and no line is complete
   */
  public @Nullable Frame read(ByteBuf in) {
    while (in.isReadable()) {
      int end = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\n');
      hold(in, (end < 0 ? in.writerIndex() : end) - in.readerIndex());
      if (end >= 0) {
        in.skipBytes(1);
        Frame frame = complete();
        if (frame != null) {
          return frame;
        }
      }
    }
    return null;
  }

  /** Returns the rest of the input as the last line, or null if nothing is left. */
  public @Nullable Frame end() {
    return complete();
  }

  private void hold(ByteBuf in, int count) {
    if (tooLong || count > MAX_HELD - length) {
      in.skipBytes(count);
      tooLong = true;
      return;
    }
    if (length + count > held.length) {
      int grown = Math.max(Math.max(SMALLEST, length + count), held.length * 2);
      held = Arrays.copyOf(held, Math.min(MAX_HELD, grown));
    }
    in.readBytes(held, length, count);
    length += count;
  }

  private @Nullable Frame complete() {
    byte[] line = held;
    int end = length;
    boolean dropped = tooLong;
    held = NOTHING;
    length = 0;
    tooLong = false;
    while (end > 0 && line[end - 1] == '\r') {
      end--;
    }
    if (dropped) {
      return new Frame.TooLong(IrcMessage.MAX_BYTES);
    }
    int tags = tagBytes(line, end);
    if (tags > MAX_TAG_BYTES || end - tags > MAX_REST) {
      return new Frame.TooLong(tags > MAX_TAG_BYTES ? MAX_TAG_BYTES : IrcMessage.MAX_BYTES);
    }
    return isBlank(line, end) ? null : decode(line, end);
  }

  /** Returns the length of the tags, the {@code @} and the space included. */
  private static int tagBytes(byte[] line, int end) {
    if (end == 0 || line[0] != '@') {
      return 0;
    }
    for (int i = 0; i < end; i++) {
      if (line[i] == ' ') {
        return i + 1;
      }
    }
    return end;
  }

  private static boolean isBlank(byte[] line, int end) {
    for (int i = 0; i < end; i++) {
      if (line[i] != ' ' && line[i] != '\r') {
        return false;
      }
    }
    return true;
  }

  private static Frame decode(byte[] line, int end) {
    try {
      String text =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(ByteBuffer.wrap(line, 0, end))
              .toString();
      return new Frame.Line(FORBIDDEN.matcher(text).replaceAll(""));
    } catch (CharacterCodingException notUtf8) {
      return new Frame.NotUtf8(new String(line, 0, end, StandardCharsets.UTF_8));
    }
  }
}
