package dev.parley.http.token;

import dev.parley.chat.account.ApiToken;
import dev.parley.chat.account.TokenScope;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Represents a token in the API, with only the beginning of its secret. */
@Schema(name = "Token")
public record TokenJson(
    @Schema(example = "5f0c6d0e-1c3e-4f8e-9a53-0c2f1c1b7a11") String id,
    @Schema(example = "ci") String name,
    @Schema(description = "how the token begins", example = "parley_x7Qk2M") String prefix,
    @Schema(example = "[\"messages:write\"]") List<String> scopes,
    @Schema(
            description = "the account that it logs in to, null where it stands alone",
            example = "alice",
            types = {"string", "null"})
        @Nullable String account,
    @Schema(example = "2026-11-22T10:15:30.123Z") Instant createdAt,
    @Schema(
            description = "null for never",
            example = "2027-11-22T10:15:30.123Z",
            types = {"string", "null"},
            format = "date-time")
        @Nullable Instant expiresAt,
    @Schema(
            description = "null for never",
            example = "2026-11-22T11:20:00.000Z",
            types = {"string", "null"},
            format = "date-time")
        @Nullable Instant lastUsedAt) {

  /**
   * Describes a token.
   *
   * @param account name of the account that it logs in to
   */
  public static TokenJson of(ApiToken token, @Nullable String account) {
    return new TokenJson(
        token.id(),
        token.name().value(),
        token.prefix(),
        token.scopes().stream().sorted().map(TokenScope::code).toList(),
        account,
        token.createdAt(),
        token.expiresAt(),
        token.lastUsedAt());
  }
}
