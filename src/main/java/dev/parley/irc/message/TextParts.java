package dev.parley.irc.message;

import dev.parley.chat.name.Text;
import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Divides texts that are too long for a message: at line ends, else behind a space, else between
 * graphemes. The parts of a line, one behind the other, are the very same text. Stateless; any
 * thread may call it.
 */
public final class TextParts {

  private TextParts() {}

  /**
   * Represents a part of a text.
   *
   * @param continues whether it goes on with the line of the part before it
   */
  public record Part(String text, boolean continues) {}

  /**
   * Returns the parts of a text that show something, each of at most so many bytes in UTF-8, and at
   * least one.
   */
  public static List<String> of(String text, int maxBytes) {
    return of(text, List.of(), maxBytes);
  }

  /** Returns the parts of a text as {@link #of(String, int)} does, divided at joints as well. */
  public static List<String> of(String text, List<Integer> joints, int maxBytes) {
    if (isOne(text, joints, maxBytes)) {
      return List.of(text);
    }
    return exactly(text, joints, maxBytes).stream()
        .map(Part::text)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  private static boolean isOne(String text, List<Integer> joints, int maxBytes) {
    return joints.isEmpty() && text.indexOf('\n') < 0 && Text.utf8Length(text) <= maxBytes;
  }

  /**
   * Returns all parts of a text, empty lines included.
   *
   * @param joints the places of the text, in ascending order, at which its lines are divided anyway
   */
  public static List<Part> exactly(String text, List<Integer> joints, int maxBytes) {
    if (isOne(text, joints, maxBytes)) {
      return List.of(new Part(text, false));
    }
    List<Part> parts = new ArrayList<>();
    int end = -1;
    for (String line : text.split("\n", -1)) {
      int from = end + 1;
      end = from + line.length();
      List<String> pieces = new ArrayList<>();
      for (int joint : joints) {
        if (joint > from && joint < end) {
          divide(text.substring(from, joint), maxBytes, pieces);
          from = joint;
        }
      }
      divide(text.substring(from, end), maxBytes, pieces);
      for (int i = 0; i < pieces.size(); i++) {
        parts.add(new Part(pieces.get(i), i > 0));
      }
    }
    return parts;
  }

  private static void divide(String line, int maxBytes, List<String> parts) {
    int from = 0;
    int fits = fitting(line, from, maxBytes);
    while (fits < line.length()) {
      int space = line.lastIndexOf(' ', fits - 1);
      int end = space > from ? space + 1 : grapheme(line, from, fits);
      parts.add(line.substring(from, end));
      from = end;
      fits = fitting(line, from, maxBytes);
    }
    parts.add(line.substring(from));
  }

  /** Returns the end of the most code points that fit, at least one. */
  private static int fitting(String line, int from, int maxBytes) {
    int end = from;
    int bytes = 0;
    while (end < line.length()) {
      int c = line.codePointAt(end);
      bytes += c < 0x80 ? 1 : c < 0x800 ? 2 : c < 0x10000 ? 3 : 4;
      if (bytes > maxBytes && end > from) {
        break;
      }
      end += Character.charCount(c);
    }
    return end;
  }

  /** Returns the last border of a grapheme up to an end; the end itself in an endless one. */
  private static int grapheme(String line, int from, int end) {
    BreakIterator graphemes = BreakIterator.getCharacterInstance(Locale.ROOT);
    graphemes.setText(line);
    int border = graphemes.isBoundary(end) ? end : graphemes.preceding(end);
    return border > from ? border : end;
  }
}
