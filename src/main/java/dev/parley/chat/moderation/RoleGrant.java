package dev.parley.chat.moderation;

import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;

/** Grants an account a role in a room. */
public record RoleGrant(RoomName room, Nick account, Role role) {}
