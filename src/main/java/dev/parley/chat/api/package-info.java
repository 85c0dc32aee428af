/**
 * What the core and every door speak: commands, replies, events and refusals, and the ports by
 * which the core reaches connections, clocks and metrics. Immutable values and interfaces; it
 * depends on names, accounts, lines and moderation values alone.
 */
@NullMarked
package dev.parley.chat.api;

import org.jspecify.annotations.NullMarked;
