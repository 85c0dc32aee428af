package dev.parley.dialect.input;

/**
 * Holds the arguments of a command.
 *
 * @param all the arguments, without the space around them
 */
record CommandArguments(String all) {

  /** No arguments. */
  static final CommandArguments NONE = new CommandArguments("");

  /** Strips the space around a text. */
  CommandArguments {
    all = all.strip();
  }

  /** Returns the first word, empty if there is none. */
  String first() {
    return all.substring(0, firstEnd());
  }

  /** Returns the arguments after the first word. */
  CommandArguments rest() {
    return new CommandArguments(all.substring(firstEnd()));
  }

  /** Returns whether there are no arguments. */
  boolean isEmpty() {
    return all.isEmpty();
  }

  /** Returns whether there are at least that many words. */
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
