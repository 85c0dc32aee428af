package dev.parley.chat.account;

import dev.parley.chat.name.Text;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Holds a password or a token in plain text. Its {@code toString} does not reveal it.
 *
 * @param text the secret in Unicode's normal form C, because terminals differ in the form that they
 *     send (RFC 8265)
 */
public record Secret(String text) {

  /** The maximum length of a password, in bytes of UTF-8: bcrypt reads no more. */
  public static final int MAX_BYTES = 72;

  /** Normalizes the text. */
  public Secret {
    text = Normalizer.normalize(text, Normalizer.Form.NFC);
  }

  /** Returns the rule that this breaks as a password, as a sentence, or null. */
  public @Nullable String violation(int shortest) {
    if (!text.equals(Text.cleanLine(text).strip())) {
      return "A password is one line, without control characters and space around it.";
    }
    if (text.codePointCount(0, text.length()) < shortest) {
      return "A password has at least " + shortest + " characters.";
    }
    return isTooLong() ? "A password has at most " + MAX_BYTES + " bytes in UTF-8." : null;
  }

  /** Returns whether this is longer than a password may be. */
  public boolean isTooLong() {
    return text.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
  }

  /** Returns the SHA-256 of a secret that is random, in base64url: what may be kept of it. */
  public String hash() {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every JDK has SHA-256", impossible);
    }
  }

  @Override
  public String toString() {
    return "…";
  }
}
