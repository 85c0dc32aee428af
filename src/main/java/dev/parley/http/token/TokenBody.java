package dev.parley.http.token;

import dev.parley.chat.account.TokenScope;
import dev.parley.http.problem.InvalidValue;
import io.swagger.v3.oas.annotations.media.Schema;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Represents a token to create. */
@Schema(name = "NewToken")
record TokenBody(
    @NotNull
        @Schema(
            description = "by the rule of people's names; one goes by it in rooms",
            example = "ci")
        String name,
    @NotEmpty @Schema(example = "[\"messages:write\"]") List<@NotNull String> scopes,
    @Schema(
            description = "null for never",
            example = "2099-11-22T10:15:30.123Z",
            types = {"string", "null"},
            format = "date-time")
        @Nullable Instant expiresAt,
    @Schema(
            description = "an account to log in to, null for a token that stands alone",
            types = {"string", "null"})
        @Nullable String account) {

  /** Longest validity of a token that expires. */
  private static final Duration MAX_LIFETIME = Duration.ofDays(365_000);

  Set<TokenScope> scopeSet() {
    Set<TokenScope> set = EnumSet.noneOf(TokenScope.class);
    for (String code : scopes) {
      TokenScope scope = TokenScope.parse(code);
      if (scope == null) {
        throw InvalidValue.of("scopes", "must be of " + codes());
      }
      set.add(scope);
    }
    return set;
  }

  private static String codes() {
    return String.join(
        " ", EnumSet.allOf(TokenScope.class).stream().map(TokenScope::code).toArray(String[]::new));
  }

  /** Returns the expiry, which must be in the future, or null if it never expires. */
  @Nullable Instant end(Instant now) {
    if (expiresAt != null
        && (!expiresAt.isAfter(now) || expiresAt.isAfter(now.plus(MAX_LIFETIME)))) {
      throw InvalidValue.of("expiresAt", "must be in the future, and within 1000 years");
    }
    return expiresAt;
  }
}
