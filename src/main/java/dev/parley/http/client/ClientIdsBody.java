package dev.parley.http.client;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Represents clients to act on, up to {@link #MAX} of them.
 *
 * @param text what to tell them, null where nothing is told
 */
@Schema(name = "ClientIds")
record ClientIdsBody(
    @NotNull
        @Size(min = 1, max = ClientIdsBody.MAX, message = "must have 1 to " + ClientIdsBody.MAX)
        @Schema(example = "[\"a01dd832-9607-45f8-9550-d56661ea1379\"]")
        List<@NotNull String> ids,
    @Schema(
            description = "of a notice; a kick has none, but a reason",
            example = "Please mind the topic",
            types = {"string", "null"})
        @Nullable String text) {

  /** Greatest number of clients at a time. */
  static final int MAX = 500;
}
