package dev.parley.http.ban;

import dev.parley.chat.moderation.Lockdown;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import org.jspecify.annotations.Nullable;

/** Represents the emergency level in the API. */
@Schema(name = "Defence")
record LockdownJson(
    @Schema(
            example = "no-new-guests",
            allowableValues = {"open", "no-new-guests", "registered-only", "closed"})
        @NotNull
        @Pattern(
            regexp = "open|no-new-guests|registered-only|closed",
            message = "must be open, no-new-guests, registered-only or closed")
        String level,
    @Schema(description = "what those are told who are not let in", example = "raid")
        @Nullable String reason) {

  static LockdownJson of(Lockdown defence) {
    return new LockdownJson(defence.level().code(), defence.reason());
  }

  String reasonOrNone() {
    return reason == null ? "" : reason;
  }
}
