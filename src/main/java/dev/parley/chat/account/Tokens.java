package dev.parley.chat.account;

import dev.parley.chat.name.Nick;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stores the tokens that programs log in with, whose names are unique (a port). Safe for use from
 * any thread. What changes something waits for the disk, and throws {@link
 * dev.parley.chat.history.LogUnavailableException} where that does not work; the rest does not
 * block.
 */
public interface Tokens {

  /** Returns all tokens, in no order. */
  Collection<ApiToken> all();

  /**
   * Returns the description of a token, or null where there is no such token. Expired ones are
   * found too.
   */
  @Nullable ApiToken find(Secret token);

  /** Returns the token of a name, or null. */
  @Nullable ApiToken named(Nick name);

  /** Returns the token of an id, or null. */
  @Nullable ApiToken get(String id);

  /** Makes a token; null where there is one of that name already. May block. */
  @Nullable Issued issue(
      Nick name, Set<TokenScope> scopes, @Nullable String account, @Nullable Instant expiresAt);

  /** Deletes a token, and says whether it was there. May block. */
  boolean revoke(String id);

  /** Takes note that a token was used; that is stored some time later. */
  void used(ApiToken token);

  /**
   * Holds a new token and its secret.
   *
   * @param secret the token itself, which nobody is told again
   */
  record Issued(ApiToken token, Secret secret) {}
}
