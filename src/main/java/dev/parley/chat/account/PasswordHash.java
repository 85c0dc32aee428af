package dev.parley.chat.account;

/**
 * Holds the hashes of a password, from which the password cannot be recovered. Its {@code toString}
 * does not reveal them.
 *
 * @param encoded the hash, including its algorithm and parameters
 * @param scram the {@link ScramVerifier}, encoded
 */
public record PasswordHash(String encoded, String scram) {

  @Override
  public String toString() {
    return "…";
  }
}
