package dev.parley.chat.account;

import dev.parley.chat.name.Nick;

/**
 * Identifies the account that a session is logged in to.
 *
 * @param name its name, which follows the rule of nicks
 * @param admin whether it may do in every room what that room's owner may
 */
public record Account(Nick name, boolean admin) {}
