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
 * Controls the connection of a request beyond the servlet API: while one thread waits for the
 * client to read, another can abort the write. Safe for use from any thread.
 *
 * <p>If the connector is not {@link AbortableHttp11Protocol}, or the request was pipelined with the
 * one before, there is nothing to abort; Tomcat's own write timeout applies.
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
    // Tomcat's own objects may serve another connection by the time this one is aborted.
    this.channel =
        socket != null && socket.getSocket() instanceof NioChannel nio ? nio.getIOChannel() : null;
    this.remoteAddress = request.getRemoteAddr();
    this.remotePort = request.getRemotePort();
    this.tls = request.isSecure();
  }

  /** Stores the socket of a request. */
  static void mark(Request request, SocketWrapperBase<?> socket) {
    request.setAttribute(ATTRIBUTE, socket);
  }

  /** Returns the connection of a request. */
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
   * Sets the write timeout: the time that a write waits for the client to read anything.
   *
   * @return the former timeout; zero for none
   */
  Duration writeTimeout(Duration atMost) {
    if (socket == null) {
      return atMost;
    }
    Duration before = Duration.ofMillis(Math.max(0, socket.getWriteTimeout()));
    socket.setWriteTimeout(atMost.toMillis());
    return before;
  }

  /** Aborts the output: a waiting write fails, and the client sees an incomplete response. */
  public void abort() {
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
