package dev.parley.irc.user;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes hosts of addresses that tell nothing of them: the same for an address for as long as the
 * key is the same. Safe for use from any thread.
 */
public final class HostCloak {

  private static final String ALGORITHM = "HmacSHA256";
  private static final String SUFFIX = ".ip";

  /** The number of bytes of a host: two different addresses never have one in practice. */
  private static final int BYTES = 8;

  private final SecretKeySpec key;

  /**
   * @param key the key, of any length but zero
   */
  public HostCloak(String key) {
    this.key = new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM);
  }

  /** Returns the host for an address. */
  public String host(String address) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      byte[] hash = mac.doFinal(address.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, BYTES) + SUFFIX;
    } catch (GeneralSecurityException impossible) {
      throw new IllegalStateException(impossible); // Every JDK has it.
    }
  }
}
