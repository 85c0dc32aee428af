package dev.parley.chat.account;

import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;

/**
 * Verifies by SCRAM-SHA-256 that a client knows a password, and proves to it that the server knows
 * of it; the password cannot be recovered (RFC 5802, 7677). Immutable. Its {@code toString} does
 * not reveal it.
 */
public final class ScramVerifier {

  /** The number of bytes of a hash. */
  public static final int HASH_BYTES = 32;

  private static final String SCHEME = "SCRAM-SHA-256";
  private static final int PARTS = 5;

  private final int iterations;
  private final byte[] salt;
  private final byte[] storedKey;
  private final byte[] serverKey;

  private ScramVerifier(int iterations, byte[] salt, byte[] storedKey, byte[] serverKey) {
    this.iterations = iterations;
    this.salt = salt.clone();
    this.storedKey = storedKey;
    this.serverKey = serverKey;
  }

  /**
   * Creates a verifier of a password.
   *
   * @param salted the password, salted and hashed by PBKDF2 with that salt and number of iterations
   */
  public static ScramVerifier of(int iterations, byte[] salt, byte[] salted) {
    byte[] storedKey = sha256(HmacSha256.of(salted, "Client Key"));
    return new ScramVerifier(iterations, salt, storedKey, HmacSha256.of(salted, "Server Key"));
  }

  /**
   * Parses the form that {@link #encoded} returns.
   *
   * @throws IllegalArgumentException if it is another one
   */
  public static ScramVerifier parse(String encoded) {
    String[] parts = encoded.split("[$:]", -1);
    if (parts.length != PARTS || !parts[0].equals(SCHEME)) {
      throw new IllegalArgumentException("not a verifier of " + SCHEME);
    }
    Base64.Decoder base64 = Base64.getDecoder();
    return new ScramVerifier(
        Integer.parseInt(parts[1]),
        base64.decode(parts[2]),
        base64.decode(parts[3]),
        base64.decode(parts[4]));
  }

  /** Returns the form in which it is stored: {@code SCRAM-SHA-256$iterations:salt$keys}. */
  public String encoded() {
    return SCHEME
        + '$'
        + iterations
        + ':'
        + base64(salt)
        + '$'
        + base64(storedKey)
        + ':'
        + base64(serverKey);
  }

  /** Returns the number of iterations of the hash. */
  public int iterations() {
    return iterations;
  }

  /** Returns the salt. */
  public byte[] salt() {
    return salt.clone();
  }

  /** Returns whether a client that gives this proof for an exchange knows the password. */
  boolean accepts(byte[] proof, String exchange) {
    if (proof.length != HASH_BYTES) {
      return false;
    }
    byte[] clientKey = HmacSha256.of(storedKey, exchange);
    for (int i = 0; i < HASH_BYTES; i++) {
      clientKey[i] ^= proof[i];
    }
    return MessageDigest.isEqual(sha256(clientKey), storedKey);
  }

  /** Returns the signature that proves to the client that the server has this verifier. */
  byte[] signature(String exchange) {
    return HmacSha256.of(serverKey, exchange);
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError("every JDK has SHA-256", impossible);
    }
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  @Override
  public String toString() {
    return "…";
  }
}
