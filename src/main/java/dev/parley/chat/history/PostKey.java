package dev.parley.chat.history;

/**
 * Identifies the request that a line is posted for (its idempotency key).
 *
 * @param hash the key of the client, hashed
 * @param digest the digest of the key and of what was asked for, which tells nothing without the
 *     key
 */
public record PostKey(String hash, String digest) {}
