package dev.parley.chat.account;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Enumerates the permissions that a token can carry. */
public enum TokenScope {
  /** See connections and listeners. */
  CLIENTS_READ,
  /** Kick connections, and send them notices. */
  CLIENTS_WRITE,
  /** See rooms, and who is in them. */
  ROOMS_READ,
  /** Make, change and delete rooms, and take members out. */
  ROOMS_WRITE,
  /** Read what was said in any room. */
  MESSAGES_READ,
  /** Say something: by HTTP in any room and to everyone, in a session wherever it is. */
  MESSAGES_WRITE,
  /** See and change bans. */
  BANS_WRITE,
  /** See and change accounts. */
  ACCOUNTS_WRITE,
  /** See, make and revoke tokens. */
  TOKENS_WRITE,
  /** See who changed what. */
  AUDIT_READ;

  /** Returns the scope as people write it: {@code rooms:read}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', ':');
  }

  /** Returns the scope of a code, or null. */
  public static @Nullable TokenScope parse(String code) {
    return Arrays.stream(values())
        .filter(scope -> scope.code().equals(code))
        .findFirst()
        .orElse(null);
  }
}
