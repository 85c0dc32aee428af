package dev.parley.chat.account;

/**
 * Holds the hash of a password, from which the password cannot be recovered. It shows itself to
 * nobody who prints it.
 *
 * @param encoded the hash, with how it was made
 */
public record PasswordHash(String encoded) {

  @Override
  public String toString() {
    return "…";
  }
}
