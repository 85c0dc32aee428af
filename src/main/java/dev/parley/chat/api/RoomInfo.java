package dev.parley.chat.api;

import dev.parley.chat.history.RoomLog;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.name.RoomName;
import java.time.Instant;

/**
 * Describes a room at one moment.
 *
 * @param members the number of members
 * @param position the position of its log
 */
public record RoomInfo(
    RoomName name,
    String topic,
    RoomSettings settings,
    int members,
    RoomLog.Position position,
    Instant createdAt) {}
