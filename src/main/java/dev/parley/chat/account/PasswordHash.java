package dev.parley.chat.account;

/**
 * A password as it is kept: it cannot be told from this. It shows itself to nobody who prints it.
 *
 * @param encoded the hash, with how it was made
 */
public record PasswordHash(String encoded) {

  @Override
  public String toString() {
    return "…";
  }
}
