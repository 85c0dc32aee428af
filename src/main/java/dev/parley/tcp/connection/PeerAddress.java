package dev.parley.tcp.connection;

import dev.parley.chat.moderation.AddressRange;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/**
 * Represents the address of the other side of a connection, from its socket or from a PROXY
 * protocol header. An IPv4-mapped IPv6 address (RFC 4291, section 2.5.5.2) becomes the IPv4
 * address. Immutable.
 *
 * @param address the IP address, without a scope
 * @param port the TCP port
 */
public record PeerAddress(InetAddress address, int port) {

  public PeerAddress {
    address = plain(address.getAddress());
  }

  public static PeerAddress of(InetSocketAddress socket) {
    return new PeerAddress(socket.getAddress(), socket.getPort());
  }

  /** Returns the address as a range of one. */
  public AddressRange range() {
    return AddressRange.of(address.getHostAddress());
  }

  /**
   * Returns the range whose connections count together: an IPv4 address, or the /64 network of an
   * IPv6 address.
   */
  public AddressRange countedRange() {
    return range().network();
  }

  /** Removes the scope; the JDK converts IPv4-mapped addresses. */
  private static InetAddress plain(byte[] bytes) {
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("An address has 4 or 16 bytes", e);
    }
  }
}
