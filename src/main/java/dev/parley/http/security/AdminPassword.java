package dev.parley.http.security;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * Holds the admin's password as its SHA-256. A slow hash would protect nothing here: the password
 * stands in plain text in the configuration or in its file, the digest is kept in memory alone, and
 * guessing is slowed by {@link dev.parley.chat.login.LoginThrottle}. It would cost every single
 * request some 80 ms of a processor, as there are no sessions. Digests are of one length, and
 * comparing them takes the same time whatever they are.
 */
final class AdminPassword {

  private final byte[] digest;

  AdminPassword(String password) {
    this.digest = sha256(password);
  }

  /** Returns whether this is the password, in constant time. */
  boolean matches(String guess) {
    return MessageDigest.isEqual(digest, sha256(guess));
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every JDK has SHA-256", impossible);
    }
  }
}
