package dev.parley.store.vendor;

import dev.parley.chat.history.TextAnalyzer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Determines the terms by which texts are indexed and searched, within the limits of both
 * databases. Stateless.
 */
public final class SearchTerms {

  /** The largest length of a term in characters. PostgreSQL accepts words of up to 2,046 bytes. */
  private static final int MAX_TERM_LENGTH = 500;

  /** The largest length of all terms of a line in characters. PostgreSQL accepts a mebibyte. */
  private static final int MAX_TOTAL_LENGTH = 200_000;

  /** The largest number of terms in a query; lines that have them are compared with all words. */
  private static final int MAX_QUERY_TERMS = 64;

  private SearchTerms() {}

  /** Returns the terms of a line, each once; of a very long text only the first ones. */
  static List<String> of(String text) {
    Set<String> terms = new LinkedHashSet<>();
    int length = 0;
    for (String word : TextAnalyzer.words(text)) {
      for (String term : TextAnalyzer.indexTerms(word)) {
        String cut = cut(term);
        length += cut.length();
        if (length > MAX_TOTAL_LENGTH) {
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
        .map(SearchTerms::cut)
        .distinct()
        .limit(MAX_QUERY_TERMS)
        .toList();
  }

  private static String cut(String word) {
    if (word.length() <= MAX_TERM_LENGTH) {
      return word;
    }
    boolean splitsPair = Character.isHighSurrogate(word.charAt(MAX_TERM_LENGTH - 1));
    return word.substring(0, splitsPair ? MAX_TERM_LENGTH - 1 : MAX_TERM_LENGTH);
  }
}
