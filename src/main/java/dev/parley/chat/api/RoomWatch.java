package dev.parley.chat.api;

/**
 * Represents the watch of a room's events by an endpoint.
 *
 * @param room the state of the room at its start
 * @param lastShown the offset of the newest line before the watch; later lines are shown
 * @param stop ends the watch; may be run from any thread, repeatedly
 */
public record RoomWatch(RoomInfo room, long lastShown, Runnable stop) {}
