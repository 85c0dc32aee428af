package dev.parley.http.room;

import dev.parley.chat.api.MemberInfo;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Represents a member of a room in the API. */
@Schema(name = "Member")
record MemberJson(
    @Schema(description = "the client's", example = "a01dd832-9607-45f8-9550-d56661ea1379")
        String id,
    @Schema(example = "alice") String nick,
    @Schema(
            description = "what the member says about being away, null where it is here",
            example = "lunch",
            types = {"string", "null"})
        @Nullable String away,
    @Schema(
            description = "what the member may do there",
            example = "owner",
            allowableValues = {"member", "voice", "moderator", "owner", "admin"})
        String role) {

  static MemberJson of(MemberInfo member) {
    return new MemberJson(member.id(), member.nick().value(), member.away(), member.role().code());
  }
}
