package dev.parley.chat;

/**
 * Who changes something.
 *
 * @param name the account, the nick of a guest, the token, or {@code admin}
 * @param address where the request came from
 */
public record Actor(String name, String address) {}
