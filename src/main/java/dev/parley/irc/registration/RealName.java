package dev.parley.irc.registration;

import dev.parley.chat.name.Text;
import dev.parley.irc.message.FormattingCodes;

/** Cleans the real names of people. Stateless. */
final class RealName {

  /** The maximum length, in characters. */
  static final int MAX = 150;

  private RealName() {}

  /** Returns a real name without codes, cut to the maximum length. */
  static String of(String text) {
    String clean = Text.cleanLine(FormattingCodes.removedFrom(text)).strip();
    int length = clean.codePointCount(0, clean.length());
    return length <= MAX ? clean : clean.substring(0, clean.offsetByCodePoints(0, MAX));
  }
}
