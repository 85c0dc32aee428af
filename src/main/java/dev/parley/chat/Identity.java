package dev.parley.chat;

import dev.parley.chat.account.Account;
import dev.parley.chat.account.AccountProfile;
import dev.parley.chat.account.ApiToken;
import dev.parley.chat.name.Nick;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Who a person has proved to be: the owner of an account or the bearer of a token. Opaque to a
 * protocol, which gives it back in {@link Command.Assume}.
 */
public final class Identity {

  private final @Nullable AccountProfile profile;
  private final @Nullable ApiToken token;
  private final boolean registered;

  /**
   * @param profile the account, null where a token stands alone
   * @param token the token, null where it was a password
   * @param registered whether the account was made just now
   */
  Identity(@Nullable AccountProfile profile, @Nullable ApiToken token, boolean registered) {
    this.profile = profile;
    this.token = token;
    this.registered = registered;
  }

  @Nullable AccountProfile profile() {
    return profile;
  }

  @Nullable ApiToken token() {
    return token;
  }

  boolean registered() {
    return registered;
  }

  /** The name to be logged in by: the account's, or that of a token that stands alone. */
  Nick name() {
    return profile != null ? profile.name() : Objects.requireNonNull(token).name();
  }

  /** The account as a session has it, null where a token stands alone. A token makes no admin. */
  @Nullable Account account() {
    if (profile == null) {
      return null;
    }
    return token == null ? profile.account() : new Account(profile.name(), false);
  }
}
