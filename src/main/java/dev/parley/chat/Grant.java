package dev.parley.chat;

/** That an account has a role in a room. */
public record Grant(RoomName room, Nick account, Role role) {}
