package dev.parley.line;

import java.util.regex.Pattern;

/** Recognises the peer that takes a chat server for a web server (RFC 9112, section 3). */
final class HttpRequestLine {

  private static final Pattern REQUEST_LINE =
      Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]++ \\S++ HTTP/[0-9]\\.[0-9]");

  private HttpRequestLine() {}

  /**
   * Whether a line is a method, a target and a version of HTTP. The preface of HTTP/2, {@code PRI *
   * HTTP/2.0}, is one too.
   */
  static boolean looksLikeHttp(String line) {
    return REQUEST_LINE.matcher(line).matches();
  }
}
