/**
 * Serves bans, mutes and the emergency level in the API: {@code /api/v1/bans}, {@code
 * /api/v1/defence}.
 */
@NullMarked
package dev.parley.http.ban;

import org.jspecify.annotations.NullMarked;
