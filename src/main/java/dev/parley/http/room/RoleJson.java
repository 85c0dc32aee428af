package dev.parley.http.room;

import dev.parley.chat.moderation.RoleGrant;
import io.swagger.v3.oas.annotations.media.Schema;

/** Represents the role of an account in a room. */
@Schema(name = "Role")
record RoleJson(
    @Schema(example = "alice") String account,
    @Schema(
            example = "moderator",
            allowableValues = {"voice", "moderator", "owner"})
        String role) {

  static RoleJson of(RoleGrant grant) {
    return new RoleJson(grant.account().value(), grant.role().code());
  }
}
