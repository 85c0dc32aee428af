package dev.parley.store.registry;

import com.ongres.saslprep.SASLprep;
import dev.parley.chat.account.ScramVerifier;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.Objects;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;
import org.jspecify.annotations.Nullable;
import org.springframework.security.crypto.password.PasswordEncoder;

/**
 * Encodes passwords as {@link ScramVerifier}s (RFC 5802, 7677). Safe for use from any thread; takes
 * as long as the iterations need.
 */
public final class ScramPasswordEncoder implements PasswordEncoder {

  /** The number of bytes of a salt. */
  static final int SALT_BYTES = 16;

  private static final String KDF = "PBKDF2WithHmacSHA256";

  private final SASLprep saslPrep = new SASLprep();
  private final SecureRandom random = new SecureRandom();
  private final int iterations;

  /**
   * @param iterations the number of iterations of the hash
   */
  public ScramPasswordEncoder(int iterations) {
    this.iterations = iterations;
  }

  @Override
  public String encode(@Nullable CharSequence password) {
    byte[] salt = new byte[SALT_BYTES];
    random.nextBytes(salt);
    return encode(password, salt, iterations);
  }

  private String encode(@Nullable CharSequence password, byte[] salt, int rounds) {
    char[] prepared = prepared(Objects.requireNonNull(password).toString()).toCharArray();
    try {
      PBEKeySpec spec =
          new PBEKeySpec(prepared, salt, rounds, ScramVerifier.HASH_BYTES * Byte.SIZE);
      byte[] salted = SecretKeyFactory.getInstance(KDF).generateSecret(spec).getEncoded();
      return ScramVerifier.of(rounds, salt, salted).encoded();
    } catch (GeneralSecurityException impossible) {
      throw new AssertionError("every JDK has " + KDF, impossible);
    }
  }

  /** Returns a password as clients prepare it; as it is where the profile does not allow it. */
  private String prepared(String password) {
    try {
      return saslPrep.prepareStored(password);
    } catch (IllegalArgumentException prohibited) {
      return password;
    }
  }

  @Override
  public boolean matches(@Nullable CharSequence password, @Nullable String encoded) {
    ScramVerifier verifier = ScramVerifier.parse(Objects.requireNonNull(encoded));
    return encode(password, verifier.salt(), verifier.iterations()).equals(encoded);
  }

  @Override
  public boolean upgradeEncoding(@Nullable String encoded) {
    return encoded == null || ScramVerifier.parse(encoded).iterations() < iterations;
  }
}
