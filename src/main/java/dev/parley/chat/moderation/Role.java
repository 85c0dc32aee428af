package dev.parley.chat.moderation;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What someone may do in a room; each may do what those before it may. */
public enum Role {
  /** What everybody may who is in the room. */
  MEMBER,
  /** Speaks where the room is moderated. */
  VOICE,
  /** Takes people out, bans and mutes them, and lets them in. */
  MODERATOR,
  /** Speaks where the room is read-only. */
  OWNER,
  /** An owner of every room. Goes with the account, and is not given for a room. */
  ADMIN;

  /** A stable name for machines: {@code moderator}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The role of that {@link #code}, if it is one that an account is given for a room, or null. */
  public static @Nullable Role given(String code) {
    return Arrays.stream(values())
        .filter(role -> role.isGiven() && role.code().equals(code.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElse(null);
  }

  /** Whether accounts are given it for a room. */
  boolean isGiven() {
    return this == VOICE || this == MODERATOR || this == OWNER;
  }

  /** Whether one may do what the other may. */
  public boolean isAtLeast(Role other) {
    return compareTo(other) >= 0;
  }

  /** Whether one may take the other out, ban or mute them. */
  public boolean outranks(Role other) {
    return this == ADMIN || (isAtLeast(MODERATOR) && compareTo(other) > 0);
  }
}
