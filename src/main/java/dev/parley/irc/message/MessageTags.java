package dev.parley.irc.message;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads and writes the tags of messages (IRCv3 message-tags). Stateless; any thread may call it.
 */
public final class MessageTags {

  /** The characters that are escaped in a value, each followed by its escape. */
  private static final String ESCAPES = ";: s\\\\\rr\nn";

  private MessageTags() {}

  /** Parses tags without the {@code @} before them; of two with one key the last one counts. */
  public static Map<String, String> parse(String text) {
    Map<String, String> tags = new LinkedHashMap<>();
    for (String tag : text.split(";", -1)) {
      int equals = tag.indexOf('=');
      String key = equals < 0 ? tag : tag.substring(0, equals);
      if (!key.isEmpty()) {
        tags.put(key, equals < 0 ? "" : unescape(tag.substring(equals + 1)));
      }
    }
    return tags;
  }

  /**
   * Appends tags with the {@code @} before them and the space behind them, unless there is none.
   */
  static void append(StringBuilder line, Map<String, String> tags) {
    char before = '@';
    for (Map.Entry<String, String> tag : tags.entrySet()) {
      line.append(before).append(tag.getKey());
      if (!tag.getValue().isEmpty()) {
        line.append('=');
        escape(line, tag.getValue());
      }
      before = ';';
    }
    if (before == ';') {
      line.append(' ');
    }
  }

  private static void escape(StringBuilder line, String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      int escape = escapeOf(c, 0);
      if (escape < 0) {
        line.append(c);
      } else {
        line.append('\\').append(ESCAPES.charAt(escape + 1));
      }
    }
  }

  private static String unescape(String value) {
    int backslash = value.indexOf('\\');
    if (backslash < 0) {
      return value;
    }
    StringBuilder plain = new StringBuilder(value.length()).append(value, 0, backslash);
    for (int i = backslash; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c != '\\') {
        plain.append(c);
      } else if (++i < value.length()) {
        int escape = escapeOf(value.charAt(i), 1);
        plain.append(escape < 0 ? value.charAt(i) : ESCAPES.charAt(escape - 1));
      }
    }
    return plain.toString();
  }

  /**
   * Returns the index of a character among the escaped ones or among the escapes, or -1.
   *
   * @param parity 0 for an escaped character, 1 for an escape
   */
  private static int escapeOf(char c, int parity) {
    for (int i = parity; i < ESCAPES.length(); i += 2) {
      if (ESCAPES.charAt(i) == c) {
        return i;
      }
    }
    return -1;
  }
}
