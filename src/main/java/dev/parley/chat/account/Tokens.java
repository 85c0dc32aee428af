package dev.parley.chat.account;

import dev.parley.chat.name.Nick;
import java.time.Instant;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Stores the tokens that programs log in with, whose names are unique (a port). Safe for use from
 * any thread. Methods that change something wait for the disk, and throw {@link
 * dev.parley.chat.history.StoreUnavailableException} if the store does not work; all others do not
 * block.
 */
public interface Tokens {

  /** Returns all tokens, in no order. */
  Collection<ApiToken> all();

  /** Returns the description of a token, expired or not, or null if there is none. */
  @Nullable ApiToken find(Secret token);

  /** Returns the token of a name, or null. */
  @Nullable ApiToken named(Nick name);

  /** Returns the token of an id, or null. */
  @Nullable ApiToken get(String id);

  /** Creates a token; returns null if there is one of that name. May block. */
  @Nullable Issued issue(
      Nick name, Set<TokenScope> scopes, @Nullable String account, @Nullable Instant expiresAt);

  /** Deletes a token; returns whether it existed. May block. */
  boolean revoke(String id);

  /** Reads the tokens again, as another server has changed them. May block. */
  default void refresh() {}

  /** Records the use of a token; stored later, in the background. */
  void used(ApiToken token);

  /**
   * Holds a new token and its secret.
   *
   * @param secret the token itself, which is not shown again
   */
  record Issued(ApiToken token, Secret secret) {}
}
