package dev.parley.chat.moderation;

import dev.parley.chat.name.RoomName;

/**
 * Represents the members of a room who have a role, or a higher one.
 *
 * @param role the lowest of their roles
 */
public record RoleMembers(RoomName room, Role role) {

  /** Returns them in words: {@code moderators of #ops}. */
  @Override
  public String toString() {
    return role.code() + "s of " + room;
  }
}
