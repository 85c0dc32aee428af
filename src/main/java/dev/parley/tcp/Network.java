package dev.parley.tcp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The network that an address belongs to and that one customer has whole: 64 bits of an address of
 * version 6, all of an address of version 4.
 */
public final class Network {

  private Network() {}

  /** The network of an address, the same for any two of its addresses in whatever form. */
  public static String of(String address) {
    try {
      InetAddress parsed = InetAddress.ofLiteral(address);
      return parsed instanceof Inet6Address
          ? HexFormat.of().formatHex(Arrays.copyOf(parsed.getAddress(), 8))
          : parsed.getHostAddress();
    } catch (IllegalArgumentException noLiteral) {
      return address;
    }
  }
}
