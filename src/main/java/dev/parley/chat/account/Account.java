package dev.parley.chat.account;

import dev.parley.chat.name.Nick;

/**
 * Identifies the account that a session is logged in to.
 *
 * @param name the name, a valid nick
 * @param admin whether it has the rights of an owner in every room
 */
public record Account(Nick name, boolean admin) {}
