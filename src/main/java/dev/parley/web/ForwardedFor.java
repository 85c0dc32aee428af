package dev.parley.web;

import dev.parley.chat.moderation.AddressRange;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads the address of the client that a proxy tells in {@code X-Forwarded-For}. Stateless. */
final class ForwardedFor {

  /** An address with a port behind it, as some proxies write it. */
  private static final Pattern WITH_PORT =
      Pattern.compile("\\[([0-9A-Fa-f:.]+)](?::[0-9]+)?|([0-9.]+):[0-9]+");

  private ForwardedFor() {}

  /**
   * Returns the last address that is not of a trusted proxy, or the first if all are: what stands
   * before it may be made up. Returns null if there is none, or something else in its place.
   *
   * @param headers the values of all headers of that name, in order
   */
  static @Nullable InetAddress client(List<String> headers, List<AddressRange> trusted) {
    List<String> addresses =
        headers.stream()
            .flatMap(header -> Arrays.stream(header.split(",")))
            .map(String::strip)
            .filter(element -> !element.isEmpty())
            .toList();
    InetAddress client = null;
    for (String element : addresses.reversed()) {
      String text = withoutPort(element);
      AddressRange range = text.indexOf('/') < 0 ? AddressRange.parse(text) : null;
      if (range == null) {
        return client;
      }
      client = InetAddress.ofLiteral(range.toString());
      if (trusted.stream().noneMatch(proxies -> proxies.contains(range))) {
        return client;
      }
    }
    return client;
  }

  private static String withoutPort(String element) {
    Matcher parts = WITH_PORT.matcher(element);
    if (!parts.matches()) {
      return element;
    }
    return parts.group(1) == null ? parts.group(2) : parts.group(1);
  }
}
