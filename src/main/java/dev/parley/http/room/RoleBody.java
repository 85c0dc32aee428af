package dev.parley.http.room;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;

/** Represents a request to change the role of an account. */
@Schema(name = "NewRole")
record RoleBody(
    @Schema(
            example = "moderator",
            allowableValues = {"voice", "moderator", "owner"})
        @NotNull
        @Pattern(regexp = "voice|moderator|owner", message = "must be voice, moderator or owner")
        String role) {}
