/**
 * Defines bans, roles and the lockdown level, and the port that stores them.
 *
 * <p>Immutable; any thread may use them.
 */
@NullMarked
package dev.parley.chat.moderation;

import org.jspecify.annotations.NullMarked;
