package dev.parley.web;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/** Builds one HTTP/1.1 response (RFC 9112). Used once, by one thread. */
final class HttpAnswer {

  private static final byte[] NOTHING = {};

  private final HttpResponseStatus status;
  private final Map<String, String> headers = new LinkedHashMap<>();
  private byte[] body = NOTHING;
  private boolean last;

  private HttpAnswer(HttpResponseStatus status) {
    this.status = status;
  }

  static HttpAnswer of(HttpResponseStatus status) {
    return new HttpAnswer(status);
  }

  /** Returns an answer with a sentence. */
  static HttpAnswer of(HttpResponseStatus status, String sentence) {
    return of(status)
        .with("Content-Type", "text/plain; charset=utf-8")
        .body((sentence + "\n").getBytes(StandardCharsets.UTF_8));
  }

  HttpAnswer with(String name, String value) {
    headers.put(name, value);
    return this;
  }

  HttpAnswer body(byte[] content) {
    body = content;
    return this;
  }

  /** Makes it the last answer on its connection. */
  HttpAnswer last() {
    last = true;
    return this;
  }

  boolean isLast() {
    return last;
  }

  HttpResponseStatus status() {
    return status;
  }

  /**
   * Returns the response.
   *
   * @param head whether the request was HEAD, so that the body is left out
   */
  byte[] bytes(boolean head) {
    StringBuilder text =
        new StringBuilder("HTTP/1.1 ")
            .append(status.code())
            .append(' ')
            .append(status.reasonPhrase())
            .append("\r\n");
    headers.forEach((name, value) ->
        text.append(name).append(": ").append(value).append("\r\n"));
    boolean withLength =
        !status.equals(HttpResponseStatus.SWITCHING_PROTOCOLS)
            && !status.equals(HttpResponseStatus.NOT_MODIFIED);
    if (withLength) {
      text.append("Content-Length: ").append(body.length).append("\r\n");
    }
    if (last) {
      text.append("Connection: close\r\n");
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1));
    if (!head) {
      bytes.writeBytes(body);
    }
    return bytes.toByteArray();
  }
}
