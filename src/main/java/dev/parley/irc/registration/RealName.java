package dev.parley.irc.registration;

import dev.parley.chat.name.Text;
import dev.parley.irc.message.FormattingCodes;

/** Cleans the real names of people. Stateless. */
public final class RealName {

  /** The maximum length, in characters. */
  static final int MAX = 150;

  private RealName() {}

  /** Returns a real name without codes, cut to the maximum length. */
  static String of(String text) {
    String clean = clean(text);
    return isTooLong(clean) ? clean.substring(0, clean.offsetByCodePoints(0, MAX)) : clean;
  }

  /** Returns a real name without codes, however long it is. */
  public static String clean(String text) {
    return Text.cleanLine(FormattingCodes.removedFrom(text)).strip();
  }

  /** Returns whether a real name is over the maximum length. */
  public static boolean isTooLong(String name) {
    return name.codePointCount(0, name.length()) > MAX;
  }
}
