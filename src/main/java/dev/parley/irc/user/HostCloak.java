package dev.parley.irc.user;

import dev.parley.chat.account.HmacSha256;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * Makes hosts of addresses that tell nothing of them: the same for an address for as long as the
 * key is the same. Safe for use from any thread.
 */
public final class HostCloak {

  private static final String SUFFIX = ".ip";

  /** The number of bytes of a host: two different addresses never have one in practice. */
  private static final int BYTES = 8;

  private final byte[] key;

  /**
   * @param key the key, of any length but zero
   */
  public HostCloak(String key) {
    this.key = key.getBytes(StandardCharsets.UTF_8);
  }

  /** Returns the host for an address. */
  public String host(String address) {
    return HexFormat.of().formatHex(HmacSha256.of(key, address), 0, BYTES) + SUFFIX;
  }
}
