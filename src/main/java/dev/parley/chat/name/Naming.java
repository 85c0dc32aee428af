package dev.parley.chat.name;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Checks the rules that names of people and of rooms share. */
final class Naming {

  private Naming() {}

  /**
   * Returns the text in normal form C, or throws {@link IllegalArgumentException} with the rule
   * that it breaks.
   */
  static String check(String text, int maxLength, String punctuation, String rule) {
    if (isPlain(text, punctuation) && text.length() <= maxLength) {
      return text;
    }
    String name = Normalizer.normalize(text, Normalizer.Form.NFC);
    boolean wellFormed =
        !name.isEmpty()
            && name.codePointCount(0, name.length()) <= maxLength
            && Character.isLetterOrDigit(name.codePointAt(0))
            && name.codePoints().allMatch(c -> isAllowed(c, punctuation))
            && CombiningMarks.areValid(name)
            && isPlainSpelling(name)
            && ofOneScript(name);
    if (!wellFormed) {
      throw new IllegalArgumentException(rule);
    }
    return name;
  }

  private static boolean isAllowed(int codePoint, String punctuation) {
    return punctuation.indexOf(codePoint) >= 0
        || (Visibility.isVisible(codePoint)
            && (Character.isLetterOrDigit(codePoint) || CombiningMarks.isMark(codePoint)));
  }

  /**
   * Returns whether no letter is a variant of another (bold, wide, a ligature), by normal form KC.
   * That form also takes apart the vowel AM of Thai and of Lao, which everyone types as one letter.
   */
  private static boolean isPlainSpelling(String name) {
    String spelt = name.replace('\u0E33', '\u0E32').replace('\u0EB3', '\u0EB2');
    return Normalizer.isNormalized(spelt, Normalizer.Form.NFKC);
  }

  /** Returns whether a text is a valid name of ASCII alone (a fast path). */
  private static boolean isPlain(String text, String punctuation) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      boolean alphanumeric =
          (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      if (!alphanumeric && (i == 0 || punctuation.indexOf(c) < 0)) {
        return false;
      }
    }
    return !text.isEmpty();
  }

  /** Parses a name with {@code maker}, or returns null if it refuses the text. */
  static <T> @Nullable T parse(String text, Function<String, T> maker) {
    try {
      return maker.apply(text);
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }

  /**
   * Returns whether no two letters are of different scripts, so that a Cyrillic letter cannot pose
   * as a Latin one (Unicode Technical Standard 39, single script). Chinese, Japanese and Korean
   * scripts count as one, as their writers mix them.
   */
  private static boolean ofOneScript(String name) {
    return name.codePoints()
            .mapToObj(UnicodeScript::of)
            .filter(script -> script != UnicodeScript.COMMON && script != UnicodeScript.INHERITED)
            .map(Naming::family)
            .distinct()
            .count()
        <= 1;
  }

  private static UnicodeScript family(UnicodeScript script) {
    return switch (script) {
      case HIRAGANA, KATAKANA, HANGUL, BOPOMOFO -> UnicodeScript.HAN;
      default -> script;
    };
  }
}
