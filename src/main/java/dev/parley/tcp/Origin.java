package dev.parley.tcp;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Represents the origin of a web page (RFC 6454): the scheme, the host in lower case and the port,
 * also where it is the default one.
 */
public record Origin(String scheme, String host, int port) {

  private static final Pattern HOST =
      Pattern.compile("([A-Za-z0-9._-]{1,253}|\\[[0-9A-Fa-f:.]{2,45}])(?::([0-9]{1,5}))?");
  private static final String HTTP = "http";
  private static final String HTTPS = "https";
  private static final int HTTP_PORT = 80;
  private static final int HTTPS_PORT = 443;
  private static final int MAX_PORT = 65535;

  /**
   * Parses an origin: {@code https://chat.example.org}, {@code http://localhost:2326}.
   *
   * @throws IllegalArgumentException if it is none
   */
  public static Origin of(String text) {
    Origin origin = parse(text);
    if (origin == null) {
      throw new IllegalArgumentException("An origin is like https://chat.example.org: " + text);
    }
    return origin;
  }

  /** Parses an origin, or returns null. */
  public static @Nullable Origin parse(String text) {
    int end = text.indexOf("://");
    String scheme = end < 0 ? "" : text.substring(0, end).toLowerCase(Locale.ROOT);
    return scheme.equals(HTTP) || scheme.equals(HTTPS)
        ? ofHost(scheme, text.substring(end + 3))
        : null;
  }

  /**
   * Returns the origin of a page that was asked for with a {@code Host} header (RFC 9110, section
   * 7.2), or null if the header is malformed.
   */
  public static @Nullable Origin ofHost(String scheme, String host) {
    Matcher parts = HOST.matcher(host);
    if (!parts.matches()) {
      return null;
    }
    int port = parts.group(2) == null ? defaultPort(scheme) : Integer.parseInt(parts.group(2));
    return port > MAX_PORT
        ? null
        : new Origin(scheme, parts.group(1).toLowerCase(Locale.ROOT), port);
  }

  /**
   * Returns whether a page of this origin is asked for with a {@code Host} header. A proxy may have
   * taken TLS off, so the scheme is that of the page.
   */
  public boolean isOf(String host) {
    return equals(ofHost(scheme, host));
  }

  private static int defaultPort(String scheme) {
    return scheme.equals(HTTPS) ? HTTPS_PORT : HTTP_PORT;
  }

  @Override
  public String toString() {
    boolean isDefault = port == defaultPort(scheme);
    return scheme + "://" + host + (isDefault ? "" : ":" + port);
  }
}
