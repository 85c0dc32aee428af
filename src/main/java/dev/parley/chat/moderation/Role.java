package dev.parley.chat.moderation;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Enumerates the roles in a room; each includes those before it. */
public enum Role {
  /** The role of every member of the room. */
  MEMBER,
  /** Speaks where the room is moderated. */
  VOICE,
  /** Kicks, bans, mutes and invites people, and redacts lines. */
  MODERATOR,
  /** Changes the settings of the room, and speaks where it is read-only. */
  OWNER,
  /** Owns every room. Belongs to the account, and is not granted for a room. */
  ADMIN;

  /** Returns a stable name for machines: {@code moderator}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /**
   * Returns the role of a {@link #code}, if it can be granted to an account for a room, or null.
   */
  public static @Nullable Role given(String code) {
    return Arrays.stream(values())
        .filter(role -> role.isGiven() && role.code().equals(code.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElse(null);
  }

  /** Returns whether the role can be granted to accounts for a room. */
  boolean isGiven() {
    return this == VOICE || this == MODERATOR || this == OWNER;
  }

  /** Returns whether this role includes another. */
  public boolean isAtLeast(Role other) {
    return compareTo(other) >= 0;
  }

  /** Returns whether this role may remove, ban or mute another. */
  public boolean outranks(Role other) {
    return this == ADMIN || (isAtLeast(MODERATOR) && compareTo(other) > 0);
  }
}
