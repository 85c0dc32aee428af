package dev.parley.chat.account;

/**
 * Holds the hash of a password, from which the password cannot be recovered. Its {@code toString}
 * does not reveal it.
 *
 * @param encoded the hash, including its algorithm and parameters
 */
public record PasswordHash(String encoded) {

  @Override
  public String toString() {
    return "…";
  }
}
