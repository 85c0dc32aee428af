package dev.parley.chat.name;

import org.jspecify.annotations.Nullable;

/**
 * Represents the name of a room: 1 to {@value #MAX_LENGTH} letters with the combining marks that
 * their script needs, digits, {@code -}, {@code _} and {@code .}, starting with a letter or digit,
 * its letters from one script. Compared case-insensitively. The {@code #} shown before it is not
 * part of it.
 */
public final class RoomName {

  /** The maximum length of a name, in code points. */
  public static final int MAX_LENGTH = 64;

  /** The syntax of rooms' names, as a sentence for the person who chose another. */
  public static final String RULE =
      "A room's name has 1 to 64 characters: plain letters of one script with the marks that they"
          + " need, digits, -, _ or . It starts with a letter or digit.";

  /** The room that everyone enters on arrival. It always exists. */
  public static final RoomName LOBBY = new RoomName("lobby");

  private final String value;
  private final String folded;

  /** Validates a name, or throws {@link IllegalArgumentException} with the rule. */
  public RoomName(String name) {
    value = Naming.check(name, MAX_LENGTH, "-_.", RULE);
    folded = Text.folded(value);
  }

  /**
   * Parses a room's name, with or without {@code #} before it, or returns null if the text breaks
   * {@link #RULE}.
   */
  public static @Nullable RoomName parse(String text) {
    return Naming.parse(text.startsWith("#") ? text.substring(1) : text, RoomName::new);
  }

  /** Returns the name as shown, in Unicode's normal form C. */
  public String value() {
    return value;
  }

  /** Returns the case-folded name: the same for two names that differ in case alone. */
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

  /** Returns the name with {@code #} before it, as people read and type it. */
  @Override
  public String toString() {
    return "#" + value;
  }
}
