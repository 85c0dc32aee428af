package dev.parley.chat.account;

import java.time.Duration;

/**
 * Configures accounts whose owners stay in their rooms without a connection.
 *
 * @param enabled whether accounts can be always on
 * @param accounts the maximum number of accounts that are always on, 0 for no limit
 * @param hold the time for which a session is kept without a connection, zero for ever
 */
public record AlwaysOnSettings(boolean enabled, int accounts, Duration hold) {}
