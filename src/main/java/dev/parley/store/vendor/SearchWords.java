package dev.parley.store.vendor;

import dev.parley.chat.history.TextAnalyzer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The terms that texts are indexed and looked for by: within the bounds of both databases. */
public final class SearchWords {

  /** In characters. PostgreSQL takes words of up to 2,046 bytes. */
  private static final int LONGEST = 500;

  /** In characters, all words together. PostgreSQL takes a mebibyte of words in a line. */
  private static final int MOST = 200_000;

  /** How many terms are asked for; what has them is compared with the words themselves. */
  private static final int MOST_ASKED_FOR = 64;

  private SearchWords() {}

  /** Returns the terms of a line, each once. Of a text that is longer than anyone's, the first. */
  static List<String> of(String text) {
    Set<String> terms = new LinkedHashSet<>();
    int length = 0;
    for (String word : TextAnalyzer.words(text)) {
      for (String term : TextAnalyzer.indexTerms(word)) {
        String cut = cut(term);
        length += cut.length();
        if (length > MOST) {
          return List.copyOf(terms);
        }
        terms.add(cut);
      }
    }
    return List.copyOf(terms);
  }

  /** Returns terms that every line has which matches these words. */
  public static List<String> ofQuery(List<String> words) {
    return words.stream()
        .flatMap(word -> TextAnalyzer.queryTerms(word).stream())
        .map(SearchWords::cut)
        .distinct()
        .limit(MOST_ASKED_FOR)
        .toList();
  }

  private static String cut(String word) {
    if (word.length() <= LONGEST) {
      return word;
    }
    boolean splitsPair = Character.isHighSurrogate(word.charAt(LONGEST - 1));
    return word.substring(0, splitsPair ? LONGEST - 1 : LONGEST);
  }
}
