package dev.parley.chat;

import org.jspecify.annotations.Nullable;

/**
 * A member of a room, as others may see it.
 *
 * @param nick the name
 * @param away what the member says about being away, null where it is here
 * @param id the connection, for operators only
 */
public record MemberInfo(Nick nick, @Nullable String away, String id) {}
