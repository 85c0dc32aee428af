package dev.parley.tcp.connection;

import dev.parley.tcp.connection.ConnectionEvent.Signal;
import dev.parley.tcp.send.AcknowledgedBytes;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Closes a connection from the server's side. It sends the queued output and the last bytes ({@link
 * ConnectionState.Draining}). Then it shuts down the output and discards the input until the other
 * side closes too or {@link #LINGER} is over ({@link ConnectionState.Lingering}), because closing
 * with unread input would reset the connection and lose output on its way. Confined to the
 * connection's event loop.
 */
final class GracefulClose {

  /** The time for the other side to close its end after the server has shut down its output. */
  static final Duration LINGER = Duration.ofSeconds(1);

  /** The number of recent bytes from which on the other side may not have read all of them. */
  private static final int UNREAD_THRESHOLD = 16 * 1024;

  private static final Logger log = LoggerFactory.getLogger(GracefulClose.class);

  private final NettyConnection connection;
  private final Channel channel;
  private final Duration drainTimeout;
  private long unsentBefore = Long.MAX_VALUE;
  private long acknowledgedBefore;

  /**
   * @param drainTimeout the time for which the other side may take none of the output
   */
  GracefulClose(NettyConnection connection, Duration drainTimeout) {
    this.connection = connection;
    this.channel = connection.channel();
    this.drainTimeout = drainTimeout;
  }

  /** Sends the last bytes, after the queued output. */
  void begin(byte[] last) {
    connection.writer().write(connection.sendQueue(), last);
    connection.sendQueue().finish();
    connection.writer().scheduleFlush(connection.sendQueue());
    checkProgress();
  }

  /** Closes if nothing was taken, and nothing has arrived, since the last check. */
  private void checkProgress() {
    if (!channel.isOpen()) {
      return;
    }
    long unsent = connection.sendQueue().unsentBytes();
    long acknowledged = AcknowledgedBytes.of(channel);
    if (unsent < unsentBefore || acknowledged > acknowledgedBefore) {
      unsentBefore = unsent;
      acknowledgedBefore = acknowledged;
      connection.scheduleUntilClosed(drainTimeout, this::checkProgress);
    } else {
      connection.close();
    }
  }

  /** Shuts down the output, once everything is sent. */
  void shutdownOutput() {
    if (connection.state().isInputOver()) {
      connection.close();
      return;
    }
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      shutdown();
    } else {
      var _ = tls.closeOutbound().addListener(told -> shutdown());
    }
  }

  private void shutdown() {
    if (channel.isOpen()) {
      var _ = ((DuplexChannel) channel).shutdownOutput();
      connection.apply(Signal.OUTPUT_SHUT);
      connection.inboundHandler().discardInput();
      connection.scheduleUntilClosed(LINGER, this::closeWithReset);
    }
  }

  /**
   * Closes with a reset if the other side has read everything. Some clients (OpenBSD's nc) notice
   * the end of the stream only at the next line typed, but a reset at once.
   */
  private void closeWithReset() {
    if (channel instanceof EpollSocketChannel socket && socket.isOpen()) {
      long recent =
          connection.sendQueue().sentBytes() - connection.inboundHandler().sentBytesAfterQuiet();
      if (recent < UNREAD_THRESHOLD && socket.tcpInfo().unacked() == 0) {
        log.debug("Connection {} is reset, as the other side keeps it open", connection.id());
        socket.config().setOption(ChannelOption.SO_LINGER, 0);
      }
    }
    connection.close();
  }
}
