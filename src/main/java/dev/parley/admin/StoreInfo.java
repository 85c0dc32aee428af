package dev.parley.admin;

/**
 * Where the rooms' logs are kept, for health.
 *
 * @param name what kind of store it is: {@code memory}
 */
public record StoreInfo(String name) {}
