package dev.parley.line;

/**
 * The arguments of a command.
 *
 * @param all all of them, without the space around them
 */
record Words(String all) {

  /** No words. */
  static final Words NONE = new Words("");

  /** Takes a text with whatever space there is around it. */
  Words {
    all = all.strip();
  }

  /** The first word, empty where there is none. */
  String first() {
    return all.substring(0, firstEnd());
  }

  /** What is behind the first word. */
  Words rest() {
    return new Words(all.substring(firstEnd()));
  }

  /** Whether there are no words. */
  boolean isEmpty() {
    return all.isEmpty();
  }

  /** Whether there are so many words at least. */
  boolean atLeast(int words) {
    return words == 0 || (!isEmpty() && rest().atLeast(words - 1));
  }

  private int firstEnd() {
    int end = 0;
    while (end < all.length() && !Character.isWhitespace(all.charAt(end))) {
      end++;
    }
    return end;
  }
}
