package dev.parley.chat.account;

import dev.parley.chat.name.Nick;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Describes an API token, without its secret.
 *
 * @param id names it for good
 * @param name what it is for, unlike that of any other; who logs in with it goes by it
 * @param prefix how the token begins, to know it by
 * @param scopes what it is good for
 * @param account the id of the account that it logs in to, null where it stands alone
 * @param expiresAt when it is good for nothing any more, null for never
 * @param lastUsedAt when it was last used, to the minute, null for never
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

  /** Takes the scopes as they are now. */
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
