package dev.parley.chat.name;

import java.util.Arrays;

/**
 * Distinguishes visible from invisible characters, by Unicode's properties. Stateless; any thread
 * may call it.
 */
final class Visibility {

  /**
   * The property Default_Ignorable_Code_Point (DerivedCoreProperties.txt of Unicode 17), which the
   * JDK does not have: first and last code point of each range, in ascending order. Among them are
   * the joiners, the variation selectors, the fillers of Hangul and the tags.
   */
  private static final int[] IGNORABLE = {
    0x00AD, 0x00AD, 0x034F, 0x034F, 0x061C, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180F,
    0x200B, 0x200F, 0x202A, 0x202E, 0x2060, 0x206F, 0x3164, 0x3164, 0xFE00, 0xFE0F, 0xFEFF, 0xFEFF,
    0xFFA0, 0xFFA0, 0xFFF0, 0xFFF8, 0x1BCA0, 0x1BCA3, 0x1D173, 0x1D17A, 0xE0000, 0xE0FFF,
  };

  /**
   * Characters with an empty glyph that no property marks: the Braille pattern without dots, the
   * blanks of the hieroglyphs, the filler of the Khitan script, the null notehead.
   */
  private static final int[] BLANK = {0x2800, 0x13441, 0x13442, 0x16FE4, 0x1D159};

  private Visibility() {}

  /** Returns whether a code point is visible by itself. */
  static boolean isVisible(int codePoint) {
    if (codePoint > ' ' && codePoint < 0x7F) {
      return true;
    }
    return switch (Character.getType(codePoint)) {
      case Character.SPACE_SEPARATOR,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.CONTROL,
          Character.SURROGATE ->
          false;
      default -> !isIgnorable(codePoint) && Arrays.binarySearch(BLANK, codePoint) < 0;
    };
  }

  /** Returns the index of the first visible character, or the length where there is none. */
  static int first(String text) {
    int at = 0;
    while (at < text.length() && !isVisible(text.codePointAt(at))) {
      at += Character.charCount(text.codePointAt(at));
    }
    return at;
  }

  /** Returns whether a code point is ignorable: an odd insertion point is within a range. */
  private static boolean isIgnorable(int codePoint) {
    int found = Arrays.binarySearch(IGNORABLE, codePoint);
    return found >= 0 || (-found - 1) % 2 == 1;
  }
}
