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
 * Closes a connection from the server's side. Everything handed over before is sent, then the last
 * bytes ({@link ConnectionState.Draining}). Then the sending side is shut, and what the other side
 * still sends is discarded until it closes too or {@link #LINGER} is over ({@link
 * ConnectionState.Lingering}), because closing with unread input would reset the connection and
 * lose what is on its way. Confined to the connection's event loop.
 */
final class GracefulClose {

  /** How long the other side has to close its end once the server's is shut. */
  static final Duration LINGER = Duration.ofSeconds(1);

  /** From so many recent bytes on, the other side may not have read what its system has. */
  private static final int MUCH = 16 * 1024;

  private static final Logger log = LoggerFactory.getLogger(GracefulClose.class);

  private final NettyConnection connection;
  private final Channel channel;
  private final Duration patience;
  private long waitingBefore = Long.MAX_VALUE;
  private long acknowledgedBefore;

  /**
   * @param patience how long the other side may take none of what is sent to it
   */
  GracefulClose(NettyConnection connection, Duration patience) {
    this.connection = connection;
    this.channel = connection.channel();
    this.patience = patience;
  }

  /** Sends the last bytes, and closes when they are sent. */
  void begin(byte[] last) {
    connection.outbox().write(connection.sendQueue(), last);
    connection.sendQueue().finish();
    connection.outbox().touch(connection.sendQueue());
    watch();
  }

  /** Closes when nothing was taken, and nothing has arrived, since the last look. */
  private void watch() {
    if (!channel.isOpen()) {
      return;
    }
    long waiting = connection.sendQueue().unsentBytes();
    long acknowledged = AcknowledgedBytes.bytes(channel);
    if (waiting < waitingBefore || acknowledged > acknowledgedBefore) {
      waitingBefore = waiting;
      acknowledgedBefore = acknowledged;
      connection.later(patience, this::watch);
    } else {
      connection.close();
    }
  }

  /** Shuts the sending side, once everything is sent. */
  void sent() {
    if (connection.state().isInputOver()) {
      connection.close();
      return;
    }
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    if (tls == null) {
      shut();
    } else {
      var _ = tls.closeOutbound().addListener(told -> shut());
    }
  }

  private void shut() {
    if (channel.isOpen()) {
      var _ = ((DuplexChannel) channel).shutdownOutput();
      connection.apply(Signal.OUTPUT_SHUT);
      connection.reading().discard();
      connection.later(LINGER, this::closeWithReset);
    }
  }

  /**
   * Some clients (OpenBSD's nc) do not look at the end of what they are sent until their person
   * types, but at a reset at once. It must not overtake anything that they have yet to read.
   */
  private void closeWithReset() {
    if (channel instanceof EpollSocketChannel socket && socket.isOpen()) {
      long recent = connection.sendQueue().sentBytes() - connection.reading().sentWhenLastQuiet();
      if (recent < MUCH && socket.tcpInfo().unacked() == 0) {
        log.debug("Connection {} is reset, as the other side keeps it open", connection.id());
        socket.config().setOption(ChannelOption.SO_LINGER, 0);
      }
    }
    connection.close();
  }
}
