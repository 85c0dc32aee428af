package dev.parley.tcp.connection;

import dev.parley.chat.moderation.AddressRange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Where a connection comes from: the other side of its socket, or what a proxy says of it. An IPv4
 * address in the form of IPv6 (RFC 4291, section 2.5.5.2) is the IPv4 address. Immutable.
 *
 * @param address without a scope
 * @param port TCP port
 */
public record PeerAddress(InetAddress address, int port) {

  public PeerAddress {
    address = plain(address.getAddress());
  }

  public static PeerAddress of(InetSocketAddress socket) {
    return new PeerAddress(socket.getAddress(), socket.getPort());
  }

  /** The address, as a range of one. */
  public AddressRange range() {
    return AddressRange.of(address.getHostAddress());
  }

  /** What is counted as one: an IPv4 address, or the /64 network of an IPv6 address. */
  public AddressRange counted() {
    return range().network();
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
