package dev.parley.http.console;

import dev.parley.http.security.ConsoleSession;
import dev.parley.http.security.CurrentActor;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Represents a session of the console in the API. */
@Schema(name = "ConsoleSession")
record ConsoleSessionJson(
    @Schema(example = "2f0d1c51-0d0b-4f0e-9b38-3f6ed0c1a6a4") String id,
    @Schema(description = "whose it is", example = "alice") String name,
    @Schema(
            example = "account",
            allowableValues = {"admin", "account", "token"})
        String kind,
    @Schema(description = "where the log-in came from", example = "192.0.2.7") String address,
    @Schema(description = "how the browser describes itself", example = "Mozilla/5.0")
        String userAgent,
    @Schema(example = "2026-11-22T10:15:30.123Z") Instant createdAt,
    @Schema(example = "2026-11-22T10:20:00.000Z") Instant lastUsedAt,
    @Schema(
            description = "when it ends by itself, if nothing more is asked",
            example = "2026-11-22T10:50:00.000Z")
        Instant expiresAt,
    @Schema(description = "whether this request is made in it", example = "true") boolean current) {

  /**
   * Describes a session.
   *
   * @param current the session of the request, null for none
   */
  static ConsoleSessionJson of(ConsoleSession session, @Nullable ConsoleSession current) {
    var actor = CurrentActor.actor(session.caller(), session.address());
    return new ConsoleSessionJson(
        session.id(),
        actor.name(),
        actor.kind().code(),
        session.address(),
        session.userAgent(),
        session.createdAt(),
        session.lastUsedAt(),
        session.expiresAt(),
        session == current);
  }
}
