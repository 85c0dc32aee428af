package dev.parley.http.message;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * Represents a message to post in a room.
 *
 * @param from the author's name; by default the server's, or that of the token
 */
@Schema(name = "Post")
record PostBody(
    @NotNull @Schema(example = "Build 812 passed.") String text,
    @Schema(
            description =
                "the name that it is said under; the server's, or that of a token, unless given",
            example = "ci",
            types = {"string", "null"})
        @Nullable String from) {}
