package dev.parley.chat.account;

import dev.parley.chat.name.Nick;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Represents a proved identity: the owner of an account or the bearer of a token. Immutable. */
public final class Identity {

  private final @Nullable AccountProfile profile;
  private final @Nullable ApiToken token;
  private final boolean registered;

  /**
   * @param profile the account, null for a token without an account
   * @param token the token, null for a login by password
   * @param registered whether the account was created by this login
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

  /** Returns the login name: the account's, or that of a token without an account. */
  public Nick name() {
    return profile != null ? profile.name() : Objects.requireNonNull(token).name();
  }

  /**
   * Returns the account for the session, null for a token without an account. A login by token
   * never has the rights of an admin.
   */
  @Nullable
  public Account account() {
    if (profile == null) {
      return null;
    }
    return token == null ? profile.account() : new Account(profile.name(), false);
  }
}
