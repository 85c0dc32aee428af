package dev.parley.http.account;

import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotNull;
import org.jspecify.annotations.Nullable;

/** Represents an account to create. */
@Schema(name = "NewAccount")
record AccountBody(
    @NotNull @Schema(example = "alice") String name,
    @NotNull
        @Schema(
            description =
                "at least `parley.accounts.password-min-length` characters, at most 72 bytes",
            example = "correct horse battery staple")
        String password,
    @Schema(
            description = "false unless given",
            example = "false",
            types = {"boolean", "null"})
        @Nullable Boolean admin) {

  /** Keeps the password out of logs. */
  @Override
  public String toString() {
    return "AccountBody[name=" + name + ", admin=" + admin + "]";
  }
}
