package dev.parley.chat.api;

import dev.parley.chat.moderation.Role;
import dev.parley.chat.name.Nick;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Describes a member of a room, as shown to others.
 *
 * @param nick the name
 * @param away the away message, null if the member is not away
 * @param role the role in the room
 * @param roles the roles in the room, each by itself
 * @param shown whether the others have been shown that the member is there; in a large room, only
 *     who has spoken
 * @param address the member's address, null if the asker may not see it
 * @param id the id of the connection, for operators only
 */
public record MemberInfo(
    Nick nick,
    @Nullable String away,
    Role role,
    Set<Role> roles,
    boolean shown,
    @Nullable String address,
    String id) {}
