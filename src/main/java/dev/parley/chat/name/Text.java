package dev.parley.chat.name;

import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Cleans texts of users, so that they are safe to show in other people's terminals.
 *
 * <p>Stateless; any thread may call it.
 */
public final class Text {

  /**
   * The characters that are removed. At each character that is never kept, these are tried in this
   * order:
   *
   * <ul>
   *   <li>control sequences: CSI, parameters, intermediates, final (ECMA-48, section 5.4)
   *   <li>control strings: DCS, SOS, OSC, PM or APC up to their end, BEL or ST
   *   <li>the introducer of either if the rest of the sequence is missing
   *   <li>single shifts with the character they shift, as sent by function keys
   *   <li>the other escape sequences
   *   <li>the character by itself
   * </ul>
   *
   * A control string is searched no further than the next control that begins or breaks one off, so
   * the time is linear in the length of the text.
   */
  private static final Pattern UNSAFE =
      Pattern.compile(
          """
          (?= [\\x00-\\x08\\x0A-\\x1F\\x7F-\\x9F\\u2028-\\u202E\\u2066-\\u2069\\uFEFF\\p{Cs}] ) (?:
            (?: \\x1B\\[ | \\x9B ) [0-?]*+ [\\x20-/]*+ [@-~]
          | (?: \\x1B[P\\]X^_] | [\\x90\\x98\\x9D-\\x9F] )
            [^\\x07\\n\\r\\x18\\x1A\\x1B\\x80-\\x9F]*+ (?: \\x07 | \\x1B\\\\ | \\x9C )
          | \\x1B [\\[P\\]X^_]
          | (?: \\x1B[NO] | [\\x8E\\x8F] ) [!-~]
          | \\x1B [\\x20-/]*+ [0-~]
          | . )
          """,
          Pattern.COMMENTS | Pattern.DOTALL);

  private Text() {}

  /** Cleans each line of a text; the lines are separated by LF afterwards. */
  public static String cleanLines(String text) {
    return isOneLine(text)
        ? clean(text)
        : text.lines().map(Text::clean).collect(Collectors.joining("\n"));
  }

  /** Cleans a text and joins its lines. */
  public static String cleanLine(String text) {
    return isOneLine(text) ? clean(text) : cleanLines(text).strip().replace('\n', ' ');
  }

  /** Returns whether a text shows nothing. */
  public static boolean isInvisible(String text) {
    return Visibility.first(text) == text.length();
  }

  /** Cleans a text and strips invisible characters from its beginning. */
  public static String stripUnseen(String text) {
    String clean = clean(text);
    return clean.substring(Visibility.first(clean));
  }

  /**
   * Cleans a remark (a reason, a topic, a farewell), joins its lines and strips the space around
   * it.
   *
   * @return the remark, empty if it is invisible
   */
  public static String remark(String text) {
    String line = cleanLine(text).strip();
    return isInvisible(line) ? "" : line;
  }

  /** Folds the case of a name, so that names that differ in case alone become equal. */
  public static String folded(String name) {
    for (int i = 0; i < name.length(); i++) {
      if (name.charAt(i) >= 0x80) {
        return name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
      }
    }
    return name.toLowerCase(Locale.ROOT); // For ASCII one step gives the same result.
  }

  /** Prefixes each line of a text, so that none can imitate another kind of output. */
  public static String prefixed(String prefix, String text) {
    if (text.indexOf('\n') < 0) {
      return prefix + text + '\n';
    }
    StringBuilder lines = new StringBuilder(prefix.length() + text.length() + 1);
    for (String line : text.split("\n", -1)) {
      lines.append(prefix).append(line).append('\n');
    }
    return lines.toString();
  }

  private static boolean isOneLine(String text) {
    return text.indexOf('\n') < 0 && text.indexOf('\r') < 0;
  }

  /**
   * Removes terminal escape sequences whole, in their 7-bit and 8-bit forms; C0 controls but TAB,
   * DEL, C1 controls; bidirectional embeddings, overrides and isolates; byte order marks; unpaired
   * surrogates. Line and paragraph separators become spaces.
   *
   * <p>Everything else stays: joiners, which emoji and Indic scripts need, and the left-to-right
   * and right-to-left marks, which do not reorder the text after them. An unfinished sequence loses
   * its introducer alone, so a stray escape does not remove the text after it.
   *
   * <p>A line feed is a control like the others; use {@link #cleanLines} for text of several lines.
   *
   * @return {@code text} itself if nothing has to be removed; cleaning the result again does not
   *     change it
   */
  public static String clean(String text) {
    return isPlain(text)
        ? text
        : UNSAFE.matcher(text).replaceAll(found -> isSeparator(found.group()) ? " " : "");
  }

  /** Returns whether a text has nothing to remove, in one pass. */
  private static boolean isPlain(String text) {
    int c;
    for (int i = 0; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      boolean plain =
          (c >= ' ' && c < 0x7F)
              || (c > 0x9F && c < 0x2028)
              || (c > 0x2069 && c < Character.MIN_SURROGATE)
              || (c > Character.MAX_SURROGATE && c != 0xFEFF)
              || c == '\t';
      if (!plain) {
        return false;
      }
    }
    return true;
  }

  private static boolean isSeparator(String found) {
    return found.equals("\u2028") || found.equals("\u2029");
  }

  /** Returns the length of a text in UTF-8 (RFC 3629), in bytes. */
  public static int utf8Length(String text) {
    int length = text.length();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // Each half of a surrogate pair counts for two of its four bytes.
      length += c < 0x80 ? 0 : c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
    }
    return length;
  }
}
