package dev.parley.irc.message;

import java.util.regex.Pattern;

/** Removes the codes of colours and styles from texts. Stateless; any thread may call it. */
public final class FormattingCodes {

  /**
   * Colours with their numbers, hexadecimal colours, and bold, italic, underline, strike-through,
   * monospace, reverse and reset.
   */
  private static final Pattern CODES =
      Pattern.compile(
          "\\x03(?:[0-9]{1,2}(?:,[0-9]{1,2})?)?|\\x04(?:[0-9A-Fa-f]{6}(?:,[0-9A-Fa-f]{6})?)?"
              + "|[\\x02\\x0F\\x11\\x16\\x1D\\x1E\\x1F]");

  private FormattingCodes() {}

  /** Returns a text without formatting codes. */
  public static String removedFrom(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) < ' ') {
        return CODES.matcher(text).replaceAll("");
      }
    }
    return text;
  }
}
