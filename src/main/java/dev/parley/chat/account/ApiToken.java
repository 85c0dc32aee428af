package dev.parley.chat.account;

import dev.parley.chat.name.Nick;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Describes an API token, without its secret.
 *
 * @param id the permanent id
 * @param name the unique name; the default name of sessions that log in with it
 * @param prefix the first characters of the token, to recognize it by
 * @param scopes the permissions
 * @param account the id of its account, null for a token without an account
 * @param expiresAt the time of expiry, null for never
 * @param lastUsedAt the time of last use, to the minute, null for never
 */
public record ApiToken(
    String id,
    Nick name,
    String prefix,
    Set<TokenScope> scopes,
    @Nullable String account,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt) {

  /** The prefix of every token. */
  public static final String MARK = "parley_";

  /** Copies the scopes. */
  public ApiToken {
    scopes = Set.copyOf(scopes);
  }

  /** Returns whether the token has expired. */
  public boolean isExpired(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }

  /** Returns a copy of the token with a time of last use. */
  public ApiToken usedAt(Instant time) {
    return new ApiToken(id, name, prefix, scopes, account, createdAt, expiresAt, time);
  }
}
