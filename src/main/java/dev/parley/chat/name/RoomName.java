package dev.parley.chat.name;

import org.jspecify.annotations.Nullable;

/**
 * A room's name: 1 to {@value #MAX_LENGTH} letters with the combining marks that their script
 * needs, digits, {@code -}, {@code _} and {@code .}, starting with a letter or digit, its letters
 * from one script. Compared without case. The {@code #} that people read before it is no part of
 * it.
 */
public final class RoomName {

  /** The longest name, in code points. */
  public static final int MAX_LENGTH = 64;

  /** What a room's name has to be, as a sentence for the person who chose another. */
  public static final String RULE =
      "A room's name has 1 to 64 characters: plain letters of one script with the marks that they"
          + " need, digits, -, _ or . It starts with a letter or digit.";

  /** The room that everyone is in on arriving. It always exists. */
  public static final RoomName LOBBY = new RoomName("lobby");

  private final String value;
  private final String folded;

  /** Takes a well-formed name, or throws {@link IllegalArgumentException} with the rule. */
  public RoomName(String name) {
    value = Naming.check(name, MAX_LENGTH, "-_.", RULE);
    folded = Text.folded(value);
  }

  /**
   * The room that a text names, with or without {@code #} before it, or null where it breaks {@link
   * #RULE}.
   */
  public static @Nullable RoomName parse(String text) {
    return Naming.parse(text.startsWith("#") ? text.substring(1) : text, RoomName::new);
  }

  /** The name as it is shown, in Unicode's normal form C. */
  public String value() {
    return value;
  }

  /** The name as it is compared: the same for two names that differ in case alone. */
  public String folded() {
    return folded;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other == this || (other instanceof RoomName that && folded.equals(that.folded));
  }

  @Override
  public int hashCode() {
    return folded.hashCode();
  }

  /** The name with its {@code #}, as people read and type it. */
  @Override
  public String toString() {
    return "#" + value;
  }
}
