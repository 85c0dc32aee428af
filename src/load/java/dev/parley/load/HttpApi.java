package dev.parley.load;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Access to a server's HTTP API.
 *
 * @param port port on the host of the line protocol
 * @param password password of the admin
 */
record HttpApi(int port, String password) {

  /** Returns the value of the {@code Authorization} header. */
  String authorization() {
    byte[] admin = ("admin:" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(admin);
  }

  /** Returns the request for a stream of a room, from the next line on. */
  String streamRequest(String room, StreamFormat format) {
    return "GET /api/v1/rooms/%s/stream HTTP/1.1\r\nHost: localhost\r\nAccept: %s\r\nAuthorization: %s\r\n\r\n"
        .formatted(room, format.mediaType, authorization());
  }

  @Override
  public String toString() {
    return "HttpApi[port=" + port + "]";
  }
}
