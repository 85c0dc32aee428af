package dev.parley.chat;

import org.jspecify.annotations.Nullable;

/**
 * Who a person has proved to be: the owner of an account or the bearer of a token. Opaque to a
 * protocol, which gives it back in {@link Command.Assume}.
 */
public final class Identity {

  private final @Nullable Profile profile;
  private final @Nullable ApiToken token;
  private final boolean registered;

  /**
   * @param profile the account, null where a token stands alone
   * @param token the token, null where it was a password
   * @param registered whether the account was made just now
   */
  Identity(@Nullable Profile profile, @Nullable ApiToken token, boolean registered) {
    this.profile = profile;
    this.token = token;
    this.registered = registered;
  }

  @Nullable Profile profile() {
    return profile;
  }

  @Nullable ApiToken token() {
    return token;
  }

  boolean registered() {
    return registered;
  }
}
