package dev.parley.store.vendor;

import dev.parley.chat.history.RoomLog;
import dev.parley.chat.history.TextAnalyzer;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.Text;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

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

  /** The first letter for private use. */
  private static final char PRIVATE = '\uE000';

  private SearchTerms() {}

  /**
   * Returns the terms of a line, each once: its sender and its words; of a very long text only the
   * first ones.
   */
  static List<String> of(String sender, String text) {
    Set<String> terms = new LinkedHashSet<>();
    terms.add(ofSender(sender));
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

  /** Returns terms that every line has which matches a query. */
  public static List<String> ofQuery(RoomLog.Query query) {
    Nick from = query.from();
    Stream<String> words =
        query.words().stream().flatMap(word -> TextAnalyzer.queryTerms(word).stream());
    return Stream.concat(
            from == null ? Stream.empty() : Stream.of(ofSender(from.value())),
            words.map(SearchTerms::cut))
        .distinct()
        .limit(MAX_QUERY_TERMS)
        .toList();
  }

  /**
   * Returns the term for a sender. It has a letter for private use, which no word has, and such
   * letters in place of punctuation, at which SQLite would divide it.
   */
  private static String ofSender(String name) {
    StringBuilder term = new StringBuilder().append(PRIVATE);
    for (char c : Text.folded(name).toCharArray()) {
      term.append(isPart(c) ? c : (char) (PRIVATE + (c & 0xFF)));
    }
    return cut(term.toString());
  }

  /** Returns whether both databases take a character for a part of a word. */
  private static boolean isPart(char c) {
    return Character.isLetterOrDigit(c) || (c >= 0x80 && !Character.isSpaceChar(c));
  }

  private static String cut(String word) {
    if (word.length() <= MAX_TERM_LENGTH) {
      return word;
    }
    boolean splitsPair = Character.isHighSurrogate(word.charAt(MAX_TERM_LENGTH - 1));
    return word.substring(0, splitsPair ? MAX_TERM_LENGTH - 1 : MAX_TERM_LENGTH);
  }
}
