package dev.parley.web;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Disconnect.Reason;
import dev.parley.tcp.Origin;
import dev.parley.tcp.Preamble;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves HTTP on one connection until it is upgraded to a WebSocket: one request after the other,
 * none with a body. Confined to the connection's event loop.
 */
final class PageHandler extends ChannelInboundHandlerAdapter {

  private static final Logger log = LoggerFactory.getLogger(PageHandler.class);

  private static final String HTTP = "http";
  private static final String HTTPS = "https";

  private final ChatPage page;
  private final Preamble connection;
  private @Nullable HttpRequest request;
  private boolean over;

  PageHandler(ChatPage page, Preamble connection) {
    this.page = page;
    this.connection = connection;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    try {
      if (!over) {
        read(message);
      }
    } finally {
      ReferenceCountUtil.release(message);
    }
  }

  private void read(Object message) {
    if (message instanceof HttpRequest begun) {
      request = begun;
      HttpAnswer fault = fault(begun);
      if (fault != null) {
        send(fault.last(), null, false);
        return;
      }
    }
    HttpRequest asked = request;
    if (asked != null
        && message instanceof HttpContent content
        && (content.content().isReadable() || content.decoderResult().isFailure())) {
      send(
          HttpAnswer.of(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE, "Requests have no body here.")
              .last(),
          null,
          false);
    } else if (asked != null && message instanceof LastHttpContent) {
      request = null;
      connection.progressed();
      answer(asked);
    }
  }

  /** Returns the answer to a request that cannot be read, or null. */
  private static @Nullable HttpAnswer fault(HttpRequest request) {
    Throwable cause = request.decoderResult().cause();
    if (cause instanceof TooLongHttpLineException) {
      return HttpAnswer.of(HttpResponseStatus.REQUEST_URI_TOO_LONG, "The address is too long.");
    }
    if (cause instanceof TooLongFrameException) {
      return HttpAnswer.of(
          HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE, "The headers are too long.");
    }
    List<String> hosts = request.headers().getAll(HttpHeaderNames.HOST);
    boolean withHost =
        hosts.size() == 1 ? Origin.ofHost(HTTP, hosts.getFirst()) != null : isOld(request, hosts);
    if (request.decoderResult().isFailure() || !withHost) {
      return HttpAnswer.of(HttpResponseStatus.BAD_REQUEST, "That is not a request of HTTP.");
    }
    return request.protocolVersion().majorVersion() == 1
        ? null
        : HttpAnswer.of(HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, "HTTP/1.1 is spoken here.");
  }

  /** Returns whether a request may do without a host, which came with HTTP/1.1. */
  private static boolean isOld(HttpRequest request, List<String> hosts) {
    return hosts.isEmpty() && request.protocolVersion().equals(HttpVersion.HTTP_1_0);
  }

  private void answer(HttpRequest asked) {
    String host = asked.headers().get(HttpHeaderNames.HOST);
    Origin origin = host == null ? null : Origin.ofHost(connection.tls() ? HTTPS : HTTP, host);
    String path = path(asked.uri());
    boolean head = asked.method().equals(HttpMethod.HEAD);
    if (path.equals(ChatPage.SOCKET)) {
      upgrade(asked, origin, head);
      return;
    }
    HttpAnswer answer = page.answer(asked, path);
    boolean stays =
        HttpUtil.isKeepAlive(asked) && asked.protocolVersion().equals(HttpVersion.HTTP_1_1);
    send(stays ? answer : answer.last(), origin, head);
  }

  /** Returns the path of a target, in origin-form or absolute-form (RFC 9112, section 3.2). */
  private static String path(String target) {
    String path = target;
    int scheme = target.indexOf("://");
    if (!target.startsWith("/") && scheme >= 0) {
      int slash = target.indexOf('/', scheme + 3);
      path = slash < 0 ? "/" : target.substring(slash);
    }
    int query = path.indexOf('?');
    return query < 0 ? path : path.substring(0, query);
  }

  private void upgrade(HttpRequest asked, @Nullable Origin host, boolean head) {
    HttpAnswer answer =
        UpgradeRequest.answer(asked, connection.listenerProperties().allowedOrigins());
    if (!answer.status().equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
      send(answer.last(), host, head);
      return;
    }
    over = true;
    Disconnect refused = assignAddress(asked);
    if (refused != null) {
      connection.write(page.refusal(refused));
      connection.close(refused);
    } else {
      connection.write(answer.bytes(false));
      Subprotocol subprotocol = UpgradeRequest.subprotocol(asked);
      if (subprotocol != null && connection.conversation() instanceof UpgradedConversation own) {
        own.choose(subprotocol);
      }
      connection.begin();
    }
  }

  private @Nullable Disconnect assignAddress(HttpRequest asked) {
    if (!connection.isAddressPending()) {
      return null;
    }
    InetAddress client =
        ForwardedFor.client(
            asked.headers().getAll("X-Forwarded-For"),
            connection.listenerProperties().trustedProxies());
    return connection.forwardedFor(client);
  }

  /** Sends an answer with the headers that every answer has. */
  private void send(HttpAnswer answer, @Nullable Origin host, boolean head) {
    connection.write(page.secured(answer, host).bytes(head));
    if (answer.isLast()) {
      over = true;
      connection.close(Disconnect.of(Reason.NOT_UPGRADED));
    }
  }

  /** Closes the connection of a client that asks for nothing more, once everything is sent. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    boolean ended =
        event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent;
    if (ended && !over) {
      over = true;
      connection.close(Disconnect.of(Reason.NOT_UPGRADED));
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    log.debug("In the HTTP of a connection: {}", cause.toString());
    context.fireExceptionCaught(cause);
  }
}
