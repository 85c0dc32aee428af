package dev.parley.web;

import dev.parley.tcp.Origin;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Answers the request to upgrade to a WebSocket (RFC 6455, section 4.2). Stateless. */
final class UpgradeRequest {

  private static final String VERSION = "13";
  private static final int KEY_BYTES = 16;
  private static final String KEY_SUFFIX = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

  private UpgradeRequest() {}

  /**
   * Returns the answer, which is 101 if the upgrade is granted.
   *
   * @param allowed the origins of pages that may connect, besides that of the host
   */
  static HttpAnswer answer(HttpRequest request, List<Origin> allowed) {
    HttpHeaders headers = request.headers();
    if (!request.method().equals(HttpMethod.GET)) {
      return ChatPage.notAllowed();
    }
    boolean isWebSocket =
        headers.containsValue(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true)
            && headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true);
    if (!isWebSocket || !isOnly(headers, HttpHeaderNames.SEC_WEBSOCKET_VERSION, VERSION)) {
      return HttpAnswer.of(
              HttpResponseStatus.UPGRADE_REQUIRED, "Here is a WebSocket of version 13 alone.")
          .with("Upgrade", "websocket")
          .with("Sec-WebSocket-Version", VERSION);
    }
    List<String> keys = headers.getAll(HttpHeaderNames.SEC_WEBSOCKET_KEY);
    if (keys.size() != 1 || !isKey(keys.getFirst())) {
      return HttpAnswer.of(HttpResponseStatus.BAD_REQUEST, "The key of the WebSocket is missing.");
    }
    Subprotocol subprotocol = subprotocol(request);
    if (!isAllowed(headers, allowed, subprotocol != null)) {
      return HttpAnswer.of(
          HttpResponseStatus.FORBIDDEN, "Pages of another server may not connect here.");
    }
    HttpAnswer answer =
        HttpAnswer.of(HttpResponseStatus.SWITCHING_PROTOCOLS)
            .with("Upgrade", "websocket")
            .with("Connection", "Upgrade")
            .with("Sec-WebSocket-Accept", accept(keys.getFirst()));
    return subprotocol == null ? answer : answer.with("Sec-WebSocket-Protocol", subprotocol.id());
  }

  /** Returns the subprotocol that a request asks for, or null for that of the page. */
  static @Nullable Subprotocol subprotocol(HttpRequest request) {
    return Subprotocol.of(request.headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_PROTOCOL));
  }

  private static boolean isOnly(HttpHeaders headers, CharSequence name, String value) {
    return headers.getAll(name).equals(List.of(value));
  }

  private static boolean isKey(String key) {
    try {
      return Base64.getDecoder().decode(key).length == KEY_BYTES;
    } catch (IllegalArgumentException notBase64) {
      return false;
    }
  }

  /**
   * Returns whether a page of an origin may connect.
   *
   * @param programs whether a request without an origin may connect, which is none of a browser
   */
  private static boolean isAllowed(HttpHeaders headers, List<Origin> allowed, boolean programs) {
    List<String> origins = headers.getAll(HttpHeaderNames.ORIGIN);
    if (origins.isEmpty()) {
      return programs;
    }
    Origin origin = origins.size() == 1 ? Origin.parse(origins.getFirst()) : null;
    String host = headers.get(HttpHeaderNames.HOST);
    return origin != null && ((host != null && origin.isOf(host)) || allowed.contains(origin));
  }

  private static String accept(String key) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-1")
              .digest((key + KEY_SUFFIX).getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
