package dev.parley.chat.history;

/**
 * Identifies the request that a line is posted for (an idempotency key).
 *
 * @param hash the hash of the client's key
 * @param digest the digest of the key and of the request, which reveals nothing without the key
 */
public record PostKey(String hash, String digest) {}
