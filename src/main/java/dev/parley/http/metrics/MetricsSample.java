package dev.parley.http.metrics;

import dev.parley.chat.moderation.Lockdown;
import java.util.Map;

/**
 * Holds the figures of one second.
 *
 * @param at the end of the second, in seconds since 1970
 * @param connections open connections of all listeners
 * @param sessions people who have a name
 * @param messages lines a second that came in and were posted
 * @param deliveries lines a second that were written to receivers
 * @param p50 microseconds from an event to its being written that half of the deliveries did not
 *     exceed, -1 if there were none
 * @param p99 microseconds that 99 % did not exceed likewise
 * @param queueBytes bytes that wait because receivers do not read
 * @param store whether the store works
 * @param level the emergency level
 * @param disconnects connections that ended, by reason
 * @param refusals what was refused, by reason
 */
record MetricsSample(
    long at,
    int connections,
    int sessions,
    int rooms,
    long messages,
    long deliveries,
    long p50,
    long p99,
    long queueBytes,
    boolean store,
    Lockdown.Level level,
    Map<String, Long> disconnects,
    Map<String, Long> refusals) {}
