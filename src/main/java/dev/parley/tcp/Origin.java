package dev.parley.tcp;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Where a connection comes from: the other side of its socket, or what a proxy says of it. An IPv4
 * address in the form of IPv6 (RFC 4291, section 2.5.5.2) is the IPv4 address. Immutable.
 *
 * @param address without a scope
 * @param port TCP port
 */
record Origin(InetAddress address, int port) {

  /** The first half of an IPv6 address names the network; whoever has one address there has all. */
  private static final int NETWORK_BYTES = 8;

  Origin {
    address = plain(address.getAddress());
  }

  static Origin of(InetSocketAddress socket) {
    return new Origin(socket.getAddress(), socket.getPort());
  }

  /** What is counted as one: an IPv4 address, or the /64 network of an IPv6 address. */
  InetAddress counted() {
    if (!(address instanceof Inet6Address)) {
      return address;
    }
    byte[] bytes = address.getAddress();
    Arrays.fill(bytes, NETWORK_BYTES, bytes.length, (byte) 0);
    return plain(bytes);
  }

  /** The JDK itself makes an IPv4 address of a mapped one. */
  private static InetAddress plain(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("An address has 4 or 16 bytes", e);
    }
  }
}
