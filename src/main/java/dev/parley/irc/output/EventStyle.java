package dev.parley.irc.output;

/**
 * Identifies one of the forms of an event.
 *
 * @param time whether messages have their time
 * @param tags whether messages have their id and the tags of their sender; of a join, whether it is
 *     shown with the account and the real name
 * @param account whether messages have the account of their sender
 * @param own whether the receiver sent it, so that it has the label of the request; of a join,
 *     whether it is followed by what one who is away left behind
 * @param multiline whether a text of several messages is shown as one
 */
public record EventStyle(
    boolean time, boolean tags, boolean account, boolean own, boolean multiline) {

  /** The number of styles. */
  public static final int COUNT = 32;

  private static final int TIME = 1;
  private static final int TAGS = 2;
  private static final int ACCOUNT = 4;

  /** The bit of the number that marks what the receiver sent. */
  public static final int OWN = 8;

  private static final int MULTILINE = 16;

  /** Returns the style of a number below {@link #COUNT}. */
  static EventStyle of(int number) {
    return new EventStyle(
        (number & TIME) != 0,
        (number & TAGS) != 0,
        (number & ACCOUNT) != 0,
        (number & OWN) != 0,
        (number & MULTILINE) != 0);
  }

  /** Returns the number of this style. */
  public int number() {
    return (time ? TIME : 0)
        | (tags ? TAGS : 0)
        | (account ? ACCOUNT : 0)
        | (own ? OWN : 0)
        | (multiline ? MULTILINE : 0);
  }
}
