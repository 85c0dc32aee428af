package dev.parley.http.account;

import dev.parley.chat.account.Secret;
import dev.parley.chat.operator.AccountAdmin.AccountChange;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** Represents a change of an account; a property that is left out or null stays. */
@Schema(name = "AccountChange")
record AccountPatch(
    @Schema(
            description = "a new name",
            example = "alicia",
            types = {"string", "null"})
        @Nullable String name,
    @Schema(
            description = "a new password",
            example = "correct horse battery staple",
            types = {"string", "null"})
        @Nullable String password,
    @Schema(
            example = "false",
            types = {"boolean", "null"})
        @Nullable Boolean admin,
    @Schema(
            example = "false",
            types = {"boolean", "null"})
        @Nullable Boolean disabled,
    @Schema(
            description = "whether its owner stays in the rooms without a connection",
            example = "true",
            types = {"boolean", "null"})
        @Nullable Boolean alwaysOn) {

  AccountChange change() {
    return new AccountChange(
        name, password == null ? null : new Secret(password), admin, disabled, alwaysOn);
  }

  /** Keeps the password out of logs. */
  @Override
  public String toString() {
    return "AccountPatch[name="
        + name
        + ", admin="
        + admin
        + ", disabled="
        + disabled
        + ", alwaysOn="
        + alwaysOn
        + "]";
  }
}
