package dev.parley.http.message;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/**
 * Something to say in a room.
 *
 * @param from the name to say it under; the server's, or that of a token, where there is none
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
