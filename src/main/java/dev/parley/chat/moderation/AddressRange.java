package dev.parley.chat.moderation;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Represents the addresses that share a prefix: one address or a network, IPv4 (RFC 4632) or IPv6
 * (RFC 4291). An IPv4 address that is written as an IPv6 one ({@code ::ffff:192.0.2.7}) is an IPv4
 * address.
 *
 * @param v6 whether it is an IPv6 range
 * @param high the first 64 bits of IPv6, 0 for IPv4
 * @param low the last 64 bits of IPv6, or the 32 of IPv4
 * @param prefix the length of the prefix, in bits; the bits after it are 0
 */
public record AddressRange(boolean v6, long high, long low, int prefix) {

  private static final Pattern V4 =
      Pattern.compile("([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})\\.([0-9]{1,3})");
  private static final Pattern PREFIX = Pattern.compile("0|[1-9][0-9]{0,2}");
  private static final Pattern GROUP = Pattern.compile("[0-9a-fA-F]{1,4}");
  private static final int GROUPS = 8;
  private static final int V4_BITS = 32;
  private static final int V6_BITS = 128;
  private static final int MAPPED = V6_BITS - V4_BITS;

  /** Clears the bits after the prefix. */
  public AddressRange {
    if (prefix < 0 || prefix > (v6 ? V6_BITS : V4_BITS)) {
      throw new IllegalArgumentException("A prefix of " + prefix + " bits");
    }
    high = v6 ? high & mask(prefix, Long.SIZE) : 0;
    low &= v6 ? mask(prefix - Long.SIZE, Long.SIZE) : mask(prefix, V4_BITS);
  }

  /** Returns a mask of the leftmost bits of a number of {@code width} bits. */
  private static long mask(int bits, int width) {
    int kept = Math.clamp(bits, 0, width);
    long ones = width == Long.SIZE ? -1L : (1L << width) - 1;
    return kept == 0 ? 0 : ones & (-1L << (width - kept));
  }

  /** Parses a range ({@code 192.0.2.0/24}, {@code 2001:db8::1}), or returns null. */
  public static @Nullable AddressRange parse(String text) {
    int slash = text.indexOf('/');
    String address = slash < 0 ? text : text.substring(0, slash);
    String prefix = slash < 0 ? null : text.substring(slash + 1);
    if (prefix != null && !PREFIX.matcher(prefix).matches()) {
      return null;
    }
    int zone = address.indexOf('%');
    String plain = zone < 0 ? address : address.substring(0, zone);
    return plain.indexOf(':') < 0 ? parse4(plain, prefix) : parse6(plain, prefix);
  }

  private static @Nullable AddressRange parse4(String text, @Nullable String prefix) {
    long bits = bits4(text);
    int kept = prefix == null ? V4_BITS : Integer.parseInt(prefix);
    return bits < 0 || kept > V4_BITS ? null : new AddressRange(false, 0, bits, kept);
  }

  private static long bits4(String text) {
    Matcher matcher = V4.matcher(text);
    if (!matcher.matches()) {
      return -1;
    }
    long bits = 0;
    for (int i = 1; i <= matcher.groupCount(); i++) {
      int octet = Integer.parseInt(matcher.group(i));
      if (octet > 255) {
        return -1;
      }
      bits = bits << 8 | octet;
    }
    return bits;
  }

  private static @Nullable AddressRange parse6(String text, @Nullable String prefix) {
    int[] groups = groups(text);
    int kept = prefix == null ? V6_BITS : Integer.parseInt(prefix);
    if (groups == null || kept > V6_BITS) {
      return null;
    }
    long high = 0;
    long low = 0;
    for (int i = 0; i < GROUPS; i++) {
      high = i < GROUPS / 2 ? high << 16 | groups[i] : high;
      low = i < GROUPS / 2 ? low : low << 16 | groups[i];
    }
    boolean mapped = high == 0 && low >>> V4_BITS == 0xFFFF && kept >= MAPPED;
    return mapped
        ? new AddressRange(false, 0, low & mask(V4_BITS, V4_BITS), kept - MAPPED)
        : new AddressRange(true, high, low, kept);
  }

  /** Parses the eight groups of an IPv6 address, or returns null. */
  private static int @Nullable [] groups(String text) {
    String whole = withoutDots(text);
    int gap = whole.indexOf("::");
    if (gap < 0) {
      int[] all = listed(whole);
      return all != null && all.length == GROUPS ? all : null;
    }
    int[] before = listed(whole.substring(0, gap));
    int[] after = listed(whole.substring(gap + 2));
    if (before == null || after == null || before.length + after.length >= GROUPS) {
      return null;
    }
    int[] groups = new int[GROUPS];
    System.arraycopy(before, 0, groups, 0, before.length);
    System.arraycopy(after, 0, groups, GROUPS - after.length, after.length);
    return groups;
  }

  /** Replaces a trailing IPv4 address by two groups. */
  private static String withoutDots(String text) {
    int last = text.lastIndexOf(':') + 1;
    long bits = bits4(text.substring(last));
    return bits < 0
        ? text
        : text.substring(0, last)
            + Long.toHexString(bits >> 16)
            + ":"
            + Long.toHexString(bits & 0xFFFF);
  }

  private static int @Nullable [] listed(String text) {
    if (text.isEmpty()) {
      return new int[0];
    }
    String[] groups = text.split(":", -1);
    int[] values = new int[groups.length];
    for (int i = 0; i < groups.length; i++) {
      if (i >= GROUPS || !GROUP.matcher(groups[i]).matches()) {
        return null;
      }
      values[i] = Integer.parseInt(groups[i], 16);
    }
    return values;
  }

  /** Parses a range, or throws {@link IllegalArgumentException}. */
  public static AddressRange of(String text) {
    AddressRange range = parse(text.strip());
    if (range == null) {
      throw new IllegalArgumentException("Neither an address nor a network: " + text);
    }
    return range;
  }

  /**
   * Returns the network that counts as one client: the /64 of an IPv6 address, an IPv4 address
   * itself.
   */
  public AddressRange network() {
    return v6 ? widened(Long.SIZE) : this;
  }

  /**
   * Returns the network of an address as text, the same for any two of its addresses in any
   * notation; the text itself if it is no address.
   */
  public static String networkOf(String address) {
    AddressRange range = parse(address);
    return range == null ? address : range.network().toString();
  }

  /** Returns the range of a shorter prefix that contains this one. */
  public AddressRange widened(int bits) {
    return new AddressRange(v6, high, low, Math.min(bits, prefix));
  }

  /** Returns whether this range contains all addresses of the other. */
  public boolean contains(AddressRange other) {
    return v6 == other.v6 && other.prefix >= prefix && other.widened(prefix).equals(this);
  }

  /** Formats the range (RFC 5952), with the prefix length if it is more than one address. */
  @Override
  public String toString() {
    String address =
        v6
            ? compressed()
            : (low >> 24) + "." + (low >> 16 & 255) + "." + (low >> 8 & 255) + "." + (low & 255);
    return prefix == (v6 ? V6_BITS : V4_BITS) ? address : address + "/" + prefix;
  }

  private String compressed() {
    int from = 0;
    int length = 1; // A single group of zeros is written out.
    for (int i = 0; i < GROUPS; i++) {
      int zeros = 0;
      while (i + zeros < GROUPS && group(i + zeros) == 0) {
        zeros++;
      }
      if (zeros > length) {
        from = i;
        length = zeros;
      }
    }
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < GROUPS; i++) {
      if (length > 1 && i == from) {
        text.append("::");
        i += length - 1;
      } else {
        text.append(text.isEmpty() || text.charAt(text.length() - 1) == ':' ? "" : ":");
        text.append(Integer.toHexString(group(i)));
      }
    }
    return text.toString();
  }

  private int group(int index) {
    long half = index < GROUPS / 2 ? high : low;
    return (int) (half >>> (48 - index % (GROUPS / 2) * 16) & 0xFFFF);
  }
}
