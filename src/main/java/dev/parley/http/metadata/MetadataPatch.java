package dev.parley.http.metadata;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Represents a change of what is told of a room or the owner of an account.
 *
 * @param values values by keys, null for one that is removed
 */
@Schema(name = "MetadataChange")
record MetadataPatch(
    @Schema(
            description = "texts by keys; what is left out stays, null removes",
            example = MetadataJson.EXAMPLE)
        @NotNull
        Map<String, @Nullable String> values) {}
