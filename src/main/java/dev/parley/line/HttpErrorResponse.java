package dev.parley.line;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Builds the HTTP response for a web client on a line listener (RFC 9112). */
final class HttpErrorResponse {

  private static final String BODY =
      "This is a chat port and not a web server: join with nc HOST PORT or telnet HOST PORT.\n";

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private HttpErrorResponse() {}

  /** Returns the whole response, dated with that time. */
  static byte[] bytes(Instant now) {
    String response =
        """
        HTTP/1.1 400 Bad Request
        Date: %s
        Content-Type: text/plain; charset=utf-8
        Content-Length: %d
        Connection: close

        """
                .formatted(DATE.format(now), BODY.length())
                .replace("\n", "\r\n")
            + BODY;
    return response.getBytes(StandardCharsets.US_ASCII);
  }
}
