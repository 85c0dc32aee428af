package dev.parley.chat.api;

import dev.parley.chat.history.RoomLog;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.name.RoomName;
import java.time.Instant;

/**
 * Describes a room at one moment.
 *
 * @param members how many sessions are in it
 * @param position where its log stands
 */
public record RoomInfo(
    RoomName name,
    String topic,
    RoomSettings settings,
    int members,
    RoomLog.Position position,
    Instant createdAt) {}
