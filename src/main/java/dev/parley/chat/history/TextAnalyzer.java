package dev.parley.chat.history;

import java.lang.Character.UnicodeScript;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Splits texts into the words that a search compares. Lines and queries are analyzed alike,
 * independent of the store. Stateless; any thread may call it.
 *
 * <ul>
 *   <li>A word is a run of letters, digits and the marks that belong to them, such as the vowel
 *       signs of Indic scripts. An emoji is a word by itself, without its skin tone.
 *   <li>A script that does not separate words by spaces (Chinese, Japanese, Thai and others) and
 *       Korean, whose particles are attached, give one word for each run; any part of it is found.
 *   <li>Words are equal in all forms of normalization (NFKC), in upper and lower case, with dotted
 *       and dotless i, with digits of any script, and in Arabic, Hebrew and Syriac with or without
 *       vowel points. Accents count: é is not e.
 * </ul>
 */
public final class TextAnalyzer {

  /** The maximum number of words of a search. */
  public static final int MAX_WORDS = 32;

  /** The maximum number of characters of all words of a search. */
  public static final int MAX_CHARACTERS = 1000;

  private static final int COMBINING_DOT_ABOVE = 0x307;

  private enum Kind {
    SEPARATOR,
    IGNORED,
    MARK,
    LETTER,
    /** A letter of a script that is written without spaces. */
    CONTINUOUS,
    PICTOGRAPH,
    /** A regional indicator, one half of a flag. */
    FLAG
  }

  private final List<String> words = new ArrayList<>();
  private final StringBuilder word = new StringBuilder();
  private Kind kind = Kind.SEPARATOR;

  private TextAnalyzer() {}

  /** Returns the words of a text, in their order and as often as they occur. */
  public static List<String> words(String text) {
    TextAnalyzer analyzer = new TextAnalyzer();
    if (isAscii(text)) {
      analyzer.splitAscii(text);
    } else {
      analyzer.split(normalized(text));
    }
    return analyzer.words;
  }

  /** Returns the problem with the words of a search, as the end of a sentence, or null. */
  public static @Nullable String problem(List<String> words) {
    if (words.isEmpty()) {
      return "must have a word: letters, digits or an emoji";
    }
    if (words.size() > MAX_WORDS) {
      return "must have at most " + MAX_WORDS + " words";
    }
    return words.stream().mapToInt(String::length).sum() > MAX_CHARACTERS
        ? "must have at most " + MAX_CHARACTERS + " characters in its words"
        : null;
  }

  /** Returns whether a text has all of these words. */
  public static boolean matches(List<String> wanted, String text) {
    if (wanted.isEmpty()) {
      return true;
    }
    Set<String> present = new HashSet<>(words(text));
    return wanted.stream()
        .allMatch(word -> present.contains(word) || (isContinuous(word) && isPart(word, present)));
  }

  /**
   * Returns the terms to index a word by: the word itself, or each character and each pair of
   * neighbours of a run without spaces.
   */
  public static List<String> indexTerms(String word) {
    if (!isContinuous(word)) {
      return List.of(word);
    }
    List<String> terms = new ArrayList<>(characters(word));
    terms.addAll(pairs(word));
    return terms;
  }

  /** Returns terms that the index has for every text that matches a word. */
  public static List<String> queryTerms(String word) {
    List<String> pairs = isContinuous(word) ? pairs(word) : List.of();
    return pairs.isEmpty() ? List.of(word) : pairs;
  }

  private static boolean isAscii(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) >= 0x80) {
        return false;
      }
    }
    return true;
  }

  private static boolean isContinuous(String word) {
    return kind(word.codePointAt(0)) == Kind.CONTINUOUS;
  }

  private static boolean isPart(String part, Set<String> words) {
    return words.stream().anyMatch(word -> isPart(part, word));
  }

  private static boolean isPart(String part, String word) {
    for (int at = word.indexOf(part); at >= 0; at = word.indexOf(part, at + 1)) {
      int end = at + part.length();
      if (end == word.length() || kind(word.codePointAt(end)) != Kind.MARK) {
        return true;
      }
    }
    return false;
  }

  /** Returns the letters of a word, each with its marks. */
  private static List<String> characters(String word) {
    List<String> characters = new ArrayList<>();
    int start = 0;
    int c;
    for (int i = 0; i < word.length(); i += Character.charCount(c)) {
      c = word.codePointAt(i);
      if (i > start && kind(c) != Kind.MARK) {
        characters.add(word.substring(start, i));
        start = i;
      }
    }
    characters.add(word.substring(start));
    return characters;
  }

  private static List<String> pairs(String word) {
    List<String> characters = characters(word);
    List<String> pairs = new ArrayList<>();
    for (int i = 1; i < characters.size(); i++) {
      pairs.add(characters.get(i - 1) + characters.get(i));
    }
    return pairs;
  }

  private void splitAscii(String text) {
    int start = -1;
    for (int i = 0; i <= text.length(); i++) {
      boolean letter = i < text.length() && isAsciiLetterOrDigit(text.charAt(i));
      if (letter && start < 0) {
        start = i;
      } else if (!letter && start >= 0) {
        words.add(text.substring(start, i).toLowerCase(Locale.ROOT));
        start = -1;
      }
    }
  }

  private static boolean isAsciiLetterOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
  }

  /** Folds case through the upper case, which turns ß into ss; ẞ is replaced by ß before. */
  private static String normalized(String text) {
    String decomposed = Normalizer.normalize(withSymbolsApart(text), Form.NFKD);
    String folded =
        decomposed.toLowerCase(Locale.ROOT).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    return Normalizer.normalize(folded, Form.NFKC);
  }

  /** Keeps symbols that are normalized to letters, such as the sign for a trade mark, apart. */
  private static String withSymbolsApart(String text) {
    StringBuilder apart = new StringBuilder(text.length());
    int c;
    for (int i = 0; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      if (Character.getType(c) == Character.OTHER_SYMBOL && !isHalfOfAFlag(c)) {
        apart.append(' ').appendCodePoint(c).append(' ');
      } else {
        apart.appendCodePoint(c);
      }
    }
    return apart.toString();
  }

  private void split(String text) {
    int c;
    for (int i = 0; i < text.length(); i += Character.charCount(c)) {
      c = text.codePointAt(i);
      add(c, kind(c));
    }
    end();
  }

  private void add(int c, Kind next) {
    switch (next) {
      case IGNORED -> {}
      case MARK -> {
        if (!word.isEmpty() && kind != Kind.FLAG && !isDotOfI(c)) {
          word.appendCodePoint(c);
        }
      }
      case LETTER, CONTINUOUS -> {
        begin(next);
        word.appendCodePoint(folded(c));
      }
      case FLAG -> {
        begin(next);
        word.appendCodePoint(c);
        if (word.codePointCount(0, word.length()) == 2) {
          end();
        }
      }
      case PICTOGRAPH -> {
        end();
        words.add(Character.toString(c));
      }
      case SEPARATOR -> end();
    }
  }

  private boolean isDotOfI(int c) {
    return c == COMBINING_DOT_ABOVE && word.charAt(word.length() - 1) == 'i';
  }

  private void begin(Kind next) {
    if (kind != next) {
      end();
    }
    kind = next;
  }

  private void end() {
    if (!word.isEmpty()) {
      words.add(word.toString());
      word.setLength(0);
    }
    kind = Kind.SEPARATOR;
  }

  private static int folded(int c) {
    return switch (c) {
      case 'ı' -> 'i';
      case 'ς' -> 'σ';
      // Alef with madda, hamza or wasla; the forms of yeh and kaf that depend on the keyboard.
      case 0x622, 0x623, 0x625, 0x671 -> 0x627;
      case 0x649, 0x6CC -> 0x64A;
      case 0x6A9 -> 0x643;
      default ->
          Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER ? '0' + Character.digit(c, 10) : c;
    };
  }

  private static Kind kind(int c) {
    return switch (Character.getType(c)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.LETTER_NUMBER,
          Character.OTHER_NUMBER ->
          letter(c);
      case Character.NON_SPACING_MARK -> isOptional(c) ? Kind.IGNORED : Kind.MARK;
      case Character.COMBINING_SPACING_MARK -> Kind.MARK;
      case Character.ENCLOSING_MARK, Character.FORMAT -> Kind.IGNORED;
      default -> symbol(c);
    };
  }

  private static Kind letter(int c) {
    if (c < 0x80 || Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER) {
      return Kind.LETTER;
    }
    return switch (c) {
      // Tatweel, and the fillers of Hangul.
      case 0x640, 0x115F, 0x1160, 0x3164, 0xFFA0 -> Kind.IGNORED;
      // The mark of a long vowel in Japanese.
      case 0x30FC -> Kind.CONTINUOUS;
      default -> isOfContinuousScript(c) ? Kind.CONTINUOUS : Kind.LETTER;
    };
  }

  private static boolean isOfContinuousScript(int c) {
    return switch (UnicodeScript.of(c)) {
      case HAN,
          HIRAGANA,
          KATAKANA,
          BOPOMOFO,
          HANGUL,
          THAI,
          LAO,
          KHMER,
          MYANMAR,
          TAI_LE,
          NEW_TAI_LUE,
          TAI_THAM,
          TAI_VIET,
          JAVANESE,
          BALINESE ->
          true;
      default -> false;
    };
  }

  /**
   * Returns whether a code point is a Semitic vowel point or cantillation mark, or a variation
   * selector.
   */
  private static boolean isOptional(int c) {
    return (c >= 0x591 && c <= 0x5C7)
        || (c >= 0x610 && c <= 0x61A)
        || (c >= 0x64B && c <= 0x652)
        || (c >= 0x656 && c <= 0x65F)
        || c == 0x670
        || (c >= 0x6D6 && c <= 0x6ED)
        || c == 0x711
        || (c >= 0x730 && c <= 0x74A)
        || (c >= 0x8CA && c <= 0x8FF)
        || c == 0x34F
        || (c >= 0x180B && c <= 0x180F)
        || (c >= 0xFE00 && c <= 0xFE0F)
        || (c >= 0xE0100 && c <= 0xE01EF);
  }

  private static Kind symbol(int c) {
    if (c < 0x80) {
      return Kind.SEPARATOR;
    }
    if (isHalfOfAFlag(c)) {
      return Kind.FLAG;
    }
    return Character.isExtendedPictographic(c) ? Kind.PICTOGRAPH : Kind.SEPARATOR;
  }

  private static boolean isHalfOfAFlag(int c) {
    return c >= 0x1F1E6 && c <= 0x1F1FF;
  }
}
