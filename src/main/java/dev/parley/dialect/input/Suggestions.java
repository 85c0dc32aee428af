package dev.parley.dialect.input;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** Finds the word that was probably meant by a mistyped one. */
public final class Suggestions {

  /** Maximum number of mistakes in a word that is still recognised; lower for short words. */
  private static final int MISTAKES = 2;

  private static final int LETTERS_PER_MISTAKE = 2;
  private static final int MAX_LENGTH = 16;

  private Suggestions() {}

  /**
   * Returns the word nearest to a typed one, or null if none is similar; the first among equals.
   */
  static @Nullable String nearest(String typed, Collection<String> words) {
    if (typed.length() > MAX_LENGTH) {
      return null;
    }
    String nearest = null;
    int least = Math.min(MISTAKES, typed.length() / LETTERS_PER_MISTAKE) + 1;
    for (String word : words) {
      int distance = distance(typed, word);
      if (distance < least) {
        nearest = word;
        least = distance;
      }
    }
    return nearest;
  }

  /**
   * Computes the Damerau-Levenshtein distance of two words (optimal string alignment): the number
   * of characters to add, remove, replace or swap with a neighbour.
   */
  public static int distance(String a, String b) {
    int[][] to = new int[a.length() + 1][b.length() + 1];
    for (int i = 0; i <= a.length(); i++) {
      for (int j = 0; j <= b.length(); j++) {
        to[i][j] = i == 0 || j == 0 ? i + j : step(a, b, to, i, j);
      }
    }
    return to[a.length()][b.length()];
  }

  private static int step(String a, String b, int[][] to, int i, int j) {
    int replaced = to[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
    int least = Math.min(replaced, 1 + Math.min(to[i - 1][j], to[i][j - 1]));
    boolean swapped =
        i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
    return swapped ? Math.min(least, 1 + to[i - 2][j - 2]) : least;
  }
}
