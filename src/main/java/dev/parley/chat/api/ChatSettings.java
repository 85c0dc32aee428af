package dev.parley.chat.api;

import dev.parley.chat.history.Retention;
import java.time.Duration;

/**
 * Configures the core.
 *
 * @param serverName the name that the server goes by
 * @param limits the limits that people meet
 * @param historyOnJoin how many of a room's last lines one sees on coming in
 * @param historyPage how many lines one is shown at a time
 * @param presenceLimit in a room of more members, arrivals and departures are summed up
 * @param presenceInterval how long at least between two such sums
 * @param resumeHold how long the place of a session that was dropped is kept for it
 * @param retention how much of a room's log is kept where the room itself says nothing
 */
public record ChatSettings(
    String serverName,
    Limits limits,
    int historyOnJoin,
    int historyPage,
    int presenceLimit,
    Duration presenceInterval,
    Duration resumeHold,
    Retention retention) {}
