/**
 * Defines the API of the core: commands, replies, events and refusals, and the ports to
 * connections, clocks and metrics. Immutable values and interfaces; it depends on names, accounts,
 * lines and moderation values alone.
 */
@NullMarked
package dev.parley.chat.api;

import org.jspecify.annotations.NullMarked;
