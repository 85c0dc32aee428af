package dev.parley.chat.account;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Identifies a TLS certificate by its SHA-256.
 *
 * @param value 64 hexadecimal digits, in lower case
 */
public record Fingerprint(String value) {

  /** The form in which people give fingerprints, for refusals. */
  public static final String RULE =
      "A fingerprint is the SHA-256 of a certificate: 64 hexadecimal digits.";

  private static final Pattern DIGITS = Pattern.compile("[0-9a-f]{64}");

  /** Refuses everything but 64 digits. */
  public Fingerprint {
    if (!DIGITS.matcher(value).matches()) {
      throw new IllegalArgumentException(RULE);
    }
  }

  /** Returns the fingerprint in a text, with or without colons and in any case, or null. */
  public static @Nullable Fingerprint parse(String text) {
    String digits = text.replace(":", "").toLowerCase(Locale.ROOT);
    return DIGITS.matcher(digits).matches() ? new Fingerprint(digits) : null;
  }

  /**
   * Returns the fingerprint of a certificate.
   *
   * @param encoded the certificate as DER (RFC 5280)
   */
  public static Fingerprint of(byte[] encoded) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(encoded);
      return new Fingerprint(HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
