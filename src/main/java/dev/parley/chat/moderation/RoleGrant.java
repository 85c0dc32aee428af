package dev.parley.chat.moderation;

import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;

/** That an account has a role in a room. */
public record RoleGrant(RoomName room, Nick account, Role role) {}
