/**
 * Values of moderation, bans, roles and the lockdown level, and the port that keeps them.
 *
 * <p>Immutable; any thread may use them.
 */
@NullMarked
package dev.parley.chat.moderation;

import org.jspecify.annotations.NullMarked;
