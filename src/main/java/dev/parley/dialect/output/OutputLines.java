package dev.parley.dialect.output;

import dev.parley.chat.name.Text;
import java.nio.charset.StandardCharsets;

/** Lines of output, each ended by LF until they are encoded. */
public final class OutputLines {

  private static final String ELLIPSIS = "…";

  private OutputLines() {}

  /** Each line of a text with the same prefix, so that none can pass for something else. */
  static String each(String prefix, String text) {
    return Text.prefixed(prefix, text);
  }

  /** A text on one line, spaces in place of line ends. */
  static String single(String text) {
    return text.indexOf('\n') < 0 ? text : text.replace('\n', ' ');
  }

  /** A text on one line and cut to a length in characters. */
  public static String brief(String text, int length) {
    String line = single(text);
    return line.codePointCount(0, line.length()) <= length
        ? line
        : line.substring(0, line.offsetByCodePoints(0, length - 1)) + ELLIPSIS;
  }

  /** A number with what it counts: {@code 1 line}, {@code 2 lines}. */
  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** The lines as they are sent. */
  public static byte[] encode(String lines, boolean crlf) {
    String sent = crlf ? lines.replace("\n", "\r\n") : lines;
    return sent.getBytes(StandardCharsets.UTF_8);
  }
}
