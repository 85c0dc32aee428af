package dev.parley.chat.account;

import dev.parley.chat.name.Nick;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Proof of who a person is: the owner of an account or the bearer of a token. Immutable. */
public final class Identity {

  private final @Nullable AccountProfile profile;
  private final @Nullable ApiToken token;
  private final boolean registered;

  /**
   * @param profile the account, null where a token stands alone
   * @param token the token, null where it was a password
   * @param registered whether the account was made just now
   */
  public Identity(@Nullable AccountProfile profile, @Nullable ApiToken token, boolean registered) {
    this.profile = profile;
    this.token = token;
    this.registered = registered;
  }

  @Nullable
  public AccountProfile profile() {
    return profile;
  }

  @Nullable
  public ApiToken token() {
    return token;
  }

  public boolean registered() {
    return registered;
  }

  /** The name to be logged in by: the account's, or that of a token that stands alone. */
  public Nick name() {
    return profile != null ? profile.name() : Objects.requireNonNull(token).name();
  }

  /** The account as a session has it, null where a token stands alone. A token makes no admin. */
  @Nullable
  public Account account() {
    if (profile == null) {
      return null;
    }
    return token == null ? profile.account() : new Account(profile.name(), false);
  }
}
