package dev.parley.chat.name;

import org.jspecify.annotations.Nullable;

/**
 * Represents the name of a person: 1 to {@value #MAX_LENGTH} letters with the combining marks that
 * their script needs, digits, {@code -} and {@code _}, starting with a letter or digit, its letters
 * from one script. Shown as typed, compared case-insensitively.
 *
 * @param value the name as shown, in Unicode's normal form C
 */
public record Nick(String value) {

  /** The maximum length of a name, in code points. */
  public static final int MAX_LENGTH = 32;

  /** The syntax of names, as a sentence for the person who chose another. */
  public static final String RULE =
      "A name has 1 to 32 characters: plain letters of one script with the marks that they need,"
          + " digits, - or _. It starts with a letter or digit.";

  /** Validates a name, or throws {@link IllegalArgumentException} with the rule. */
  public Nick {
    value = Naming.check(value, MAX_LENGTH, "-_", RULE);
  }

  /** Parses a name, or returns null if the text breaks {@link #RULE}. */
  public static @Nullable Nick parse(String text) {
    return Naming.parse(text, Nick::new);
  }

  /**
   * Returns the {@code n}th variant of this name, {@code bob_2}, shortened to the maximum length.
   */
  public Nick variant(int n) {
    String suffix = "_" + n;
    int kept = Math.min(value.codePointCount(0, value.length()), MAX_LENGTH - suffix.length());
    int end = value.offsetByCodePoints(0, kept);
    while (end < value.length() && CombiningMarks.isMark(value.codePointAt(end))) {
      end = value.offsetByCodePoints(end, -1); // A letter is removed together with its marks.
    }
    return new Nick(value.substring(0, end) + suffix);
  }

  /** Returns the case-folded name: the same for two names that differ in case alone. */
  public String folded() {
    return Text.folded(value);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Nick that && folded().equals(that.folded());
  }

  @Override
  public int hashCode() {
    return folded().hashCode();
  }

  @Override
  public String toString() {
    return value;
  }
}
