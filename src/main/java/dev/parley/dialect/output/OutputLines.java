package dev.parley.dialect.output;

import dev.parley.chat.name.Text;
import java.nio.charset.StandardCharsets;

/** Formats and encodes lines of output. Each ends in LF until it is encoded. */
public final class OutputLines {

  private static final String ELLIPSIS = "…";

  private OutputLines() {}

  /** Prefixes each line of a text, so that none can be taken for something else. */
  static String each(String prefix, String text) {
    return Text.prefixed(prefix, text);
  }

  /** Returns a text on one line, with spaces in place of line ends. */
  static String single(String text) {
    return text.indexOf('\n') < 0 ? text : text.replace('\n', ' ');
  }

  /** Returns a text on one line, cut to a length in characters. */
  public static String brief(String text, int length) {
    String line = single(text);
    return line.codePointCount(0, line.length()) <= length
        ? line
        : line.substring(0, line.offsetByCodePoints(0, length - 1)) + ELLIPSIS;
  }

  /** Formats a number with its noun: {@code 1 line}, {@code 2 lines}. */
  static String count(long number, String noun) {
    return number + " " + noun + (number == 1 ? "" : "s");
  }

  /** Encodes lines for sending. */
  public static byte[] encode(String lines, boolean crlf) {
    String sent = crlf ? lines.replace("\n", "\r\n") : lines;
    return sent.getBytes(StandardCharsets.UTF_8);
  }
}
