package dev.parley.http.audit;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.parley.chat.audit.Audit;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Represents a recorded change in the API. */
@Schema(name = "Change")
record ChangeJson(
    @Schema(description = "its number", example = "41") long id,
    @Schema(example = "2026-11-22T10:15:30.123Z") Instant at,
    @Schema(description = "who made it", example = "alice") String actor,
    @Schema(
            description =
                "what the actor is: who has the admin's password, an account, a token, or"
                    + " a guest by this name",
            example = "account",
            allowableValues = {"admin", "account", "token", "guest"})
        String actorKind,
    @Schema(description = "from where", example = "192.0.2.7") String address,
    @Schema(example = "room.change") String action,
    @Schema(description = "what was changed", example = "ops") String subject,
    @Schema(example = "calm down") String reason,
    @Schema(
            description = "how it was, where that makes sense",
            types = {"object", "null"},
            implementation = Object.class)
        @JsonRawValue
        @Nullable String before,
    @Schema(
            description = "how it is since then, likewise",
            types = {"object", "null"},
            implementation = Object.class)
        @JsonRawValue
        @Nullable String after) {

  static ChangeJson of(Audit.Recorded recorded) {
    Audit.Change change = recorded.change();
    return new ChangeJson(
        recorded.id(),
        change.at(),
        change.by().name(),
        change.by().kind().code(),
        change.by().address(),
        change.action(),
        change.subject(),
        change.reason(),
        change.before(),
        change.after());
  }
}
