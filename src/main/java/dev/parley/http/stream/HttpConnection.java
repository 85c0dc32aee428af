package dev.parley.http.stream;

import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.apache.coyote.Request;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The connection that a request came by, as far as servlets do not get to it: while one thread
 * waits for the other side to read, another can end that. Safe for use from any thread.
 *
 * <p>Where the connector is another than {@link BreakableProtocol}, or the request has come in one
 * piece with the one before, there is nothing to break off; Tomcat's own time for writes applies.
 */
public final class HttpConnection {

  private static final String ATTRIBUTE = HttpConnection.class.getName();
  private static final Logger log = LoggerFactory.getLogger(HttpConnection.class);

  private final @Nullable SocketWrapperBase<?> socket;
  private final @Nullable SocketChannel channel;
  private final String remoteAddress;
  private final int remotePort;
  private final boolean tls;

  private HttpConnection(@Nullable SocketWrapperBase<?> socket, HttpServletRequest request) {
    this.socket = socket;
    // Tomcat's own objects may serve another connection by the time this one is broken off.
    this.channel =
        socket != null && socket.getSocket() instanceof NioChannel nio ? nio.getIOChannel() : null;
    this.remoteAddress = request.getRemoteAddr();
    this.remotePort = request.getRemotePort();
    this.tls = request.isSecure();
  }

  /** Notes the socket that a request comes by. */
  static void mark(Request request, SocketWrapperBase<?> socket) {
    request.setAttribute(ATTRIBUTE, socket);
  }

  /** The connection of a request. */
  public static HttpConnection of(HttpServletRequest request) {
    return new HttpConnection(
        request.getAttribute(ATTRIBUTE) instanceof SocketWrapperBase<?> socket ? socket : null,
        request);
  }

  String remoteAddress() {
    return remoteAddress;
  }

  int remotePort() {
    return remotePort;
  }

  boolean tls() {
    return tls;
  }

  /**
   * How long a write waits for the other side to read anything.
   *
   * @return what it was before; zero for ever
   */
  Duration patience(Duration atMost) {
    if (socket == null) {
      return atMost;
    }
    Duration before = Duration.ofMillis(Math.max(0, socket.getWriteTimeout()));
    socket.setWriteTimeout(atMost.toMillis());
    return before;
  }

  /** Sends nothing more: a write that waits fails, and the other side sees a broken answer. */
  public void breakOff() {
    if (channel == null) {
      return;
    }
    try {
      channel.setOption(StandardSocketOptions.SO_LINGER, 0);
      channel.shutdownOutput();
    } catch (IOException gone) {
      log.debug("The connection of {} is closed already", remoteAddress, gone);
    }
  }
}
