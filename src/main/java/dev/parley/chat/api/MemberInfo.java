package dev.parley.chat.api;

import dev.parley.chat.moderation.Role;
import dev.parley.chat.name.Nick;
import org.jspecify.annotations.Nullable;

/**
 * Describes a member of a room, as shown to others.
 *
 * @param nick the name
 * @param away what the member says about being away, null where it is here
 * @param role what the member may do there
 * @param address where the member is connected from, null where that is not to be known
 * @param id the connection, for operators only
 */
public record MemberInfo(
    Nick nick, @Nullable String away, Role role, @Nullable String address, String id) {}
