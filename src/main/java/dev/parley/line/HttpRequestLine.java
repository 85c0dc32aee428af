package dev.parley.line;

import java.util.regex.Pattern;

/** Recognises HTTP requests sent to a line listener (RFC 9112, section 3). */
final class HttpRequestLine {

  private static final Pattern REQUEST_LINE =
      Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]++ \\S++ HTTP/[0-9]\\.[0-9]");

  private HttpRequestLine() {}

  /**
   * Returns whether a line is an HTTP request line: method, target and version. The preface of
   * HTTP/2, {@code PRI * HTTP/2.0}, is one too.
   */
  static boolean looksLikeHttp(String line) {
    return REQUEST_LINE.matcher(line).matches();
  }
}
