package dev.parley.chat.api;

import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.name.RoomName;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Describes a room at one moment.
 *
 * @param members the number of members
 * @param position the position of its log
 * @param topicLine the line that set the topic, null if it is not known
 */
public record RoomInfo(
    RoomName name,
    String topic,
    RoomSettings settings,
    int members,
    RoomLog.Position position,
    Instant createdAt,
    @Nullable LogEntry topicLine) {}
