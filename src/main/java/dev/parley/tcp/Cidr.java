package dev.parley.tcp;

import java.net.InetAddress;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A network: the addresses that begin with the same bits (RFC 4632, RFC 4291). An address alone is
 * a network of one. Immutable.
 *
 * @param network an address of it
 * @param bits how many bits at its beginning count
 */
public record Cidr(InetAddress network, int bits) {

  private static final Pattern FORM = Pattern.compile("([0-9a-fA-F.:]+)(?:/([0-9]{1,3}))?");

  /** Throws {@link IllegalArgumentException} where the address does not have so many bits. */
  public Cidr {
    if (bits < 0 || bits > network.getAddress().length * Byte.SIZE) {
      throw new IllegalArgumentException("There is no network of " + bits + " bits there");
    }
  }

  /**
   * Reads {@code 192.0.2.0/24}, {@code 2001:db8::/32} or an address; never asks a name server.
   * Throws {@link IllegalArgumentException} where it is neither.
   */
  public static Cidr of(String text) {
    Matcher form = FORM.matcher(text.strip());
    if (!form.matches()) {
      throw new IllegalArgumentException("Not a network: " + text);
    }
    InetAddress network = InetAddress.ofLiteral(form.group(1));
    String bits = form.group(2);
    return new Cidr(
        network, bits == null ? network.getAddress().length * Byte.SIZE : Integer.parseInt(bits));
  }

  /** Whether an address belongs to it. */
  public boolean contains(InetAddress address) {
    byte[] mine = network.getAddress();
    byte[] theirs = address.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit += Byte.SIZE) {
      int differing = (mine[bit / Byte.SIZE] ^ theirs[bit / Byte.SIZE]) & 0xFF;
      int counted = Math.min(Byte.SIZE, bits - bit);
      if (differing >> (Byte.SIZE - counted) != 0) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return network.getHostAddress() + "/" + bits;
  }
}
