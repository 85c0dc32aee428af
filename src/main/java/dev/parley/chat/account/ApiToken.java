package dev.parley.chat.account;

import dev.parley.chat.name.Nick;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a token that programs log in with; the token itself is not.
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

  /** What every token begins with. */
  public static final String MARK = "parley_";

  /** Takes the scopes as they are now. */
  public ApiToken {
    scopes = Set.copyOf(scopes);
  }

  /** Whether its time is over. */
  public boolean isExpired(Instant now) {
    return expiresAt != null && !now.isBefore(expiresAt);
  }

  /** The same token, used at a time. */
  public ApiToken usedAt(Instant time) {
    return new ApiToken(id, name, prefix, scopes, account, createdAt, expiresAt, time);
  }
}
