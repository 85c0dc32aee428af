package dev.parley.line;

import dev.parley.tcp.Frame;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/**
 * Detects UTF-16 input, as PowerShell writes it into files, so that its sender can be informed: by
 * the byte order mark that it begins with, or by lines in which every second byte is NUL. Confined,
 * as its {@link LineFramer} is.
 */
final class Utf16Detector {

  private static final int BIG_ENDIAN = 0xFEFF;
  private static final int LITTLE_ENDIAN = 0xFFFE;
  private static final int HEAD = 4;
  private static final int SHORTEST = 4;

  private int head;
  private int looked;
  private int passed;
  private boolean marked;
  private boolean found;

  /**
   * Checks the first bytes of the connection for a byte order mark. The little-endian mark is a
   * telnet command too: it counts only if an ASCII letter follows.
   */
  void look(ByteBuf in) {
    while (looked < HEAD && looked - passed < in.readableBytes()) {
      head = head << Byte.SIZE | in.getUnsignedByte(in.readerIndex() + looked - passed);
      looked++;
      boolean bigEndian = looked == 2 && head == BIG_ENDIAN;
      boolean littleEndian =
          looked == HEAD
              && head >>> Short.SIZE == LITTLE_ENDIAN
              && (head & 0xFF) == 0
              && (head & 0xFF00) != 0;
      marked |= bigEndian || littleEndian;
    }
  }

  /** Counts bytes that were read since the last call. */
  void pass(int bytes) {
    passed = Math.min(HEAD, passed + bytes);
  }

  /** Returns whether the input began with a byte order mark. It has no telnet commands then. */
  boolean isMarked() {
    return marked;
  }

  /**
   * Returns whether a byte is text, even if it is an IAC.
   *
   * @param ahead number of bytes before it that were not passed yet
   */
  boolean isTextAlone(int ahead) {
    return marked && passed + ahead > 0;
  }

  /** Checks a line: returns it, a frame for UTF-16, or null for the remains of UTF-16 line ends. */
  @Nullable Frame check(Frame line) {
    boolean readable = line instanceof Frame.Line;
    String text = line instanceof Frame.Line(String content) ? content : "";
    boolean empty = readable && text.chars().allMatch(c -> c == 0);
    if (found && empty && (marked || !text.isEmpty())) {
      return null;
    }
    if (marked || (!empty && isEverySecondNul(text))) {
      found = true;
      return new Frame.Utf16();
    }
    return line;
  }

  private boolean isEverySecondNul(String text) {
    if (text.indexOf('\0') < 0 || text.length() < (found ? 2 : SHORTEST)) {
      return false;
    }
    int first = text.charAt(0) == 0 ? 0 : 1;
    for (int i = 0; i < text.length(); i++) {
      if ((text.charAt(i) == 0) != (i % 2 == first)) {
        return false;
      }
    }
    return true;
  }
}
