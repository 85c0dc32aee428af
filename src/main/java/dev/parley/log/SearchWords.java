package dev.parley.log;

import dev.parley.chat.name.Text;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The words of texts as they are indexed and looked for: within the bounds of both databases. */
final class SearchWords {

  /** In characters. PostgreSQL takes words of up to 2,046 bytes. */
  private static final int LONGEST = 500;

  /** In characters, all words together. PostgreSQL takes a mebibyte of words in a line. */
  private static final int MOST = 200_000;

  private SearchWords() {}

  /** The words of a line, each once. Of a text that is longer than anyone's, the first ones. */
  static List<String> of(String text) {
    return bounded(Text.words(text));
  }

  /** These words, each once. */
  static List<String> bounded(List<String> words) {
    Set<String> bounded = new LinkedHashSet<>();
    int length = 0;
    for (String word : words) {
      String cut = cut(word);
      length += cut.length();
      if (length > MOST) {
        break;
      }
      bounded.add(cut);
    }
    return List.copyOf(bounded);
  }

  private static String cut(String word) {
    if (word.length() <= LONGEST) {
      return word;
    }
    boolean splitsPair = Character.isHighSurrogate(word.charAt(LONGEST - 1));
    return word.substring(0, splitsPair ? LONGEST - 1 : LONGEST);
  }
}
