package dev.parley.dialect.input;

/**
 * The arguments of a command.
 *
 * @param all all of them, without the space around them
 */
record CommandArguments(String all) {

  /** No words. */
  static final CommandArguments NONE = new CommandArguments("");

  /** Takes a text with whatever space there is around it. */
  CommandArguments {
    all = all.strip();
  }

  /** The first word, empty where there is none. */
  String first() {
    return all.substring(0, firstEnd());
  }

  /** What is behind the first word. */
  CommandArguments rest() {
    return new CommandArguments(all.substring(firstEnd()));
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
