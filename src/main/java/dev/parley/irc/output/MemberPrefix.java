package dev.parley.irc.output;

import dev.parley.chat.moderation.Role;
import dev.parley.chat.moderation.RoleMembers;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Enumerates the prefixes of members, the highest first. */
public enum MemberPrefix {
  /** Marks who owns the room by its account. */
  OWNER('q', '~'),
  /** Marks who keeps order. */
  MODERATOR('o', '@'),
  /** Marks who speaks where the room is moderated. */
  VOICE('v', '+');

  /** The prefixes, the highest first. */
  public static final String SIGNS = "~@+";

  /** The value of {@code PREFIX} in the list of what the server supports. */
  public static final String SUPPORTED = "(qov)" + SIGNS;

  private final char letter;
  private final char sign;

  MemberPrefix(char letter, char sign) {
    this.letter = letter;
    this.sign = sign;
  }

  /** Returns the letter of the mode. */
  public char letter() {
    return letter;
  }

  /** Returns the prefix of a role that has one. */
  static MemberPrefix of(Role role) {
    return switch (role) {
      case OWNER, ADMIN -> OWNER;
      case MODERATOR -> MODERATOR;
      case VOICE, MEMBER -> VOICE;
    };
  }

  /** Returns the letter of the mode that a role of an account is shown as, empty for none. */
  static String letter(Role role) {
    return role == Role.MEMBER ? "" : String.valueOf(of(role).letter);
  }

  /** Returns the role that a letter of a mode grants, or null. */
  public static @Nullable Role role(char letter) {
    return switch (letter) {
      case 'o' -> Role.MODERATOR;
      case 'v' -> Role.VOICE;
      default -> null;
    };
  }

  /**
   * Returns the lowest role of the members that a target as {@code @#ops} stands for, or null if it
   * is none of a prefix and a room.
   */
  public static @Nullable Role leastOf(String target) {
    if (target.length() < 2 || target.charAt(1) != '#') {
      return null;
    }
    return switch (target.charAt(0)) {
      case '~' -> Role.OWNER;
      case '@' -> Role.MODERATOR;
      case '+' -> Role.VOICE;
      default -> null;
    };
  }

  /** Returns the target that stands for members. */
  static String target(RoleMembers members) {
    return of(members.role()).sign + members.room().toString();
  }

  /**
   * Returns the prefixes of a member's roles.
   *
   * @param all whether to return all prefixes, not only the highest
   */
  public static String of(Set<Role> roles, boolean all) {
    StringBuilder signs = new StringBuilder();
    for (MemberPrefix prefix : values()) {
      boolean has = roles.stream().anyMatch(role -> role != Role.MEMBER && of(role) == prefix);
      if (has && (all || signs.isEmpty())) {
        signs.append(prefix.sign);
      }
    }
    return signs.toString();
  }
}
