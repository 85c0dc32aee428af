package dev.parley.chat.rule;

import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;

/** That an account has a role in a room. */
public record Grant(RoomName room, Nick account, Role role) {}
