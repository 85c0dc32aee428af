package dev.parley.http.account;

import dev.parley.chat.account.AccountProfile;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Represents an account in the API, without its password. */
@Schema(name = "Account")
public record AccountJson(
    @Schema(example = "alice") String name,
    @Schema(
            description =
                "whether it may do in every room what that room's owner may, and here what `admin` may",
            example = "false")
        boolean admin,
    @Schema(description = "whether nobody can log in to it", example = "false") boolean disabled,
    @Schema(
            description = "whether its owner stays in the rooms without a connection",
            example = "false")
        boolean alwaysOn,
    @Schema(example = "2026-11-22T10:15:30.123Z") Instant createdAt,
    @Schema(
            description = "with its password; null for never",
            example = "2026-11-22T11:20:00.000Z",
            types = {"string", "null"},
            format = "date-time")
        @Nullable Instant lastLoginAt) {

  public static AccountJson of(AccountProfile profile) {
    return new AccountJson(
        profile.name().value(),
        profile.admin(),
        profile.disabled(),
        profile.alwaysOn(),
        profile.createdAt(),
        profile.lastLoginAt());
  }
}
