package dev.parley.irc.user;

import org.jspecify.annotations.Nullable;

/** Enumerates the modes of people. */
public enum UserMode {
  /** Marks a program. */
  BOT('B', true),
  /** Leaves the person out where people are listed for those who share no room with it. */
  INVISIBLE('i', true),
  /** Takes no requests to the client. */
  NO_CTCP('T', true),
  /** Marks an operator of the server; given by {@code OPER}. */
  OPERATOR('o', false),
  /** Shows messages to operators. */
  WALLOPS('w', true);

  /** The letters of all modes. */
  public static final String LETTERS = "BTiow";

  private final char letter;
  private final boolean chosen;

  UserMode(char letter, boolean chosen) {
    this.letter = letter;
    this.chosen = chosen;
  }

  /** Returns the letter. */
  public char letter() {
    return letter;
  }

  /** Returns whether people can set it themselves; each can be given up. */
  public boolean isChosen() {
    return chosen;
  }

  /** Returns the mode of a letter, or null. */
  public static @Nullable UserMode of(char letter) {
    for (UserMode mode : values()) {
      if (mode.letter == letter) {
        return mode;
      }
    }
    return null;
  }
}
