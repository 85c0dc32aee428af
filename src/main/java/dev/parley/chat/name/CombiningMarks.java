package dev.parley.chat.name;

import java.lang.Character.UnicodeScript;

/**
 * Validates the combining marks of a name: they must follow a letter of their script, in no greater
 * number than a language needs. Names are in normal form C here. Stateless; any thread may call it.
 */
final class CombiningMarks {

  /**
   * The maximum number of marks in a row: Burmese has four after a letter. As in Unicode Technical
   * Standard 39.
   */
  static final int MAX_MARKS = 4;

  /**
   * The maximum number of diacritics in a row: Latin, Greek and Cyrillic in normal form C need no
   * more.
   */
  static final int MAX_DIACRITICS = 2;

  private static final int FIRST_DIACRITIC = 0x0300;
  private static final int OVERLINE = 0x0305;
  private static final int LAST_DIACRITIC = 0x0331;

  private CombiningMarks() {}

  /** Returns whether a code point is a combining mark, other than an enclosing one. */
  static boolean isMark(int codePoint) {
    int type = Character.getType(codePoint);
    return type == Character.NON_SPACING_MARK || type == Character.COMBINING_SPACING_MARK;
  }

  /** Returns whether each mark of a name belongs to the letter before it. */
  static boolean areValid(String name) {
    int letter = 0;
    int before = 0;
    int marks = 0;
    for (int c : name.codePoints().toArray()) {
      if (!isMark(c)) {
        letter = c;
        marks = 0;
      } else if (++marks > most(c)
          || c == before
          || !fits(c, letter)
          || looksLikeOtherVowel(c, before)) {
        return false;
      }
      if (isSaraAa(c) && isNikhahit(before)) {
        return false; // It looks like the vowel AM.
      }
      before = c;
    }
    return true;
  }

  private static int most(int mark) {
    return isDiacritic(mark) ? MAX_DIACRITICS : MAX_MARKS;
  }

  private static boolean fits(int mark, int letter) {
    if (!Character.isLetter(letter)) {
      return false;
    }
    UnicodeScript script = UnicodeScript.of(letter);
    return switch (UnicodeScript.of(mark)) {
      case INHERITED, COMMON ->
          switch (script) {
            case LATIN, GREEK, CYRILLIC -> isDiacritic(mark);
            case ARABIC, SYRIAC ->
                Character.UnicodeBlock.ARABIC.equals(Character.UnicodeBlock.of(mark));
            case HIRAGANA, KATAKANA -> mark == 0x3099 || mark == 0x309A;
            default -> false;
          };
      default -> UnicodeScript.of(mark) == script;
    };
  }

  /**
   * Returns whether a mark is one that alphabets use; an overline and strokes are not among them.
   */
  private static boolean isDiacritic(int mark) {
    return mark >= FIRST_DIACRITIC && mark <= LAST_DIACRITIC && mark != OVERLINE;
  }

  /**
   * Returns whether a vowel sign after an independent vowel of an Indic script looks like another
   * vowel: such spellings look alike and are different (The Unicode Standard, table 12-1 and
   * similar ones). All scripts from Devanagari to Malayalam have both at the same places of their
   * blocks.
   */
  private static boolean looksLikeOtherVowel(int mark, int before) {
    if (mark < 0x0900 || mark > 0x0D7F || !Character.isLetter(before)) {
      return false;
    }
    int vowel = before & 0x7F;
    int sign = mark & 0x7F;
    boolean independent = (vowel >= 0x04 && vowel <= 0x14) || (vowel >= 0x60 && vowel <= 0x61);
    return independent && ((sign >= 0x3E && sign <= 0x4C) || sign == 0x57);
  }

  private static boolean isNikhahit(int codePoint) {
    return codePoint == 0x0E4D || codePoint == 0x0ECD;
  }

  private static boolean isSaraAa(int codePoint) {
    return codePoint == 0x0E32 || codePoint == 0x0EB2;
  }
}
