package dev.parley.chat.api;

import dev.parley.chat.history.RetentionPolicy;
import java.time.Duration;

/**
 * Configures the core.
 *
 * @param serverName the name of the server
 * @param limits the limits on what people may do
 * @param historyOnJoin the number of recent lines shown on joining a room
 * @param historyPage the number of lines on a page of the history
 * @param presenceLimit the number of members above which a room summarizes arrivals and departures
 * @param presenceInterval the minimum time between two such summaries
 * @param roomRenameInterval the minimum time between two changes of a room's name by its people
 * @param formerRoomNameHold the time for which the former name of a room leads to it
 * @param resumeHold the time for which a dropped session can be resumed
 * @param retention the retention of rooms that have none of their own
 */
public record ChatSettings(
    String serverName,
    Limits limits,
    int historyOnJoin,
    int historyPage,
    int presenceLimit,
    Duration presenceInterval,
    Duration roomRenameInterval,
    Duration formerRoomNameHold,
    Duration resumeHold,
    RetentionPolicy retention) {}
