package dev.parley.http.ops;

import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Represents the server in the API. */
@Schema(name = "Server")
record ServerJson(
    @Schema(example = "parley") String name,
    @Schema(example = "0.1.0") String version,
    @Schema(description = "version of Java", example = "25.0.1+8") String java,
    @Schema(example = "2026-11-22T10:15:30.123Z") Instant startedAt,
    @Schema(description = "the server's time", example = "2026-11-22T10:29:02.123Z") Instant now,
    @Schema(example = "812") long uptimeSeconds,
    StoreJson store,
    @Schema(description = "most bytes of a text or a reason, 0 for no limit", example = "4096")
        int lineBytes) {

  /** Represents the store in the API. */
  @Schema(name = "Store")
  record StoreJson(
      @Schema(example = "SQLite") String kind,
      @Schema(
              description = "why it does not work now, null if it works",
              types = {"string", "null"})
          @Nullable String problem) {}
}
