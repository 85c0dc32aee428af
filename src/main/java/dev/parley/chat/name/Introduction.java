package dev.parley.chat.name;

/**
 * Describes a person in the person's own words.
 *
 * @param user the user name
 * @param realName the real name, or whatever the person says of itself
 * @param flags the flags that are on, in the form of the person's protocol
 */
public record Introduction(String user, String realName, String flags) {}
