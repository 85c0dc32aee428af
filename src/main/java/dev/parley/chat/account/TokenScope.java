package dev.parley.chat.account;

import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Enumerates the permissions that a token can carry. */
public enum TokenScope {
  /** Read connections and listeners. */
  CLIENTS_READ,
  /** Close connections, and send them notices. */
  CLIENTS_WRITE,
  /** Read rooms and their members. */
  ROOMS_READ,
  /** Create, change and delete rooms, and remove members. */
  ROOMS_WRITE,
  /** Read the messages of all rooms. */
  MESSAGES_READ,
  /**
   * Send messages: by HTTP to any room and to everyone, in a session to its rooms and to people.
   */
  MESSAGES_WRITE,
  /** Read and change bans. */
  BANS_WRITE,
  /** Read and change accounts. */
  ACCOUNTS_WRITE,
  /** Read, create and revoke tokens. */
  TOKENS_WRITE,
  /** Read the audit. */
  AUDIT_READ;

  /** Returns the scope in text form: {@code rooms:read}. */
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
