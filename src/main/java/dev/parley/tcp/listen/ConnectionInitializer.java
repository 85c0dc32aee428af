package dev.parley.tcp.listen;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Disconnect.Reason;
import dev.parley.tcp.ConnectionLimits;
import dev.parley.tcp.ListenerProperties;
import dev.parley.tcp.connection.NettyConnection;
import dev.parley.tcp.connection.PeerAddress;
import dev.parley.tcp.tls.TlsHandshakeHandler;
import dev.parley.tcp.tls.TlsOnPlainPortDetector;
import dev.parley.tcp.tls.TlsServer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Makes a connection of each channel that a listener accepts: first it has to be known where it
 * comes from, then it is let in or turned away, and then, where the listener encrypts, there is the
 * handshake.
 */
final class ConnectionInitializer extends ChannelInitializer<Channel> {

  private final NettyServerConnectionFactory factory;
  private final ListenerProperties properties;
  private final ConnectionLimits limits;
  private final @Nullable TlsServer tls;

  ConnectionInitializer(
      NettyServerConnectionFactory factory, ConnectionLimits limits, @Nullable TlsServer tls) {
    this.factory = factory;
    this.properties = factory.properties();
    this.limits = limits;
    this.tls = tls;
  }

  /** The address of the other side is known only once the channel is active. */
  @Override
  protected void initChannel(Channel channel) {
    channel
        .pipeline()
        .addLast(
            new ChannelInboundHandlerAdapter() {
              @Override
              public void channelActive(ChannelHandlerContext context) {
                context.pipeline().remove(this);
                receive(context.channel());
              }
            });
  }

  private void receive(Channel channel) {
    if (!(channel.remoteAddress() instanceof InetSocketAddress remote)) {
      var _ = channel.close(); // The other side is gone already.
      return;
    }
    PeerAddress socket = PeerAddress.of(remote);
    if (!properties.proxyProtocol()) {
      accept(channel, socket, factory.admit(socket));
    } else if (isTrusted(socket)) {
      ProxyHeaderHandler.add(
          channel.pipeline(),
          factory.name(),
          socket,
          limits.proxyTimeout(),
          origin -> accept(channel, origin, factory.admit(origin)));
    } else {
      accept(channel, socket, Disconnect.of(Reason.NOT_A_PROXY));
    }
  }

  private boolean isTrusted(PeerAddress socket) {
    return properties.trustedProxies().stream()
        .anyMatch(proxies -> proxies.contains(socket.range()));
  }

  private void accept(Channel channel, PeerAddress origin, @Nullable Disconnect turnedAway) {
    NettyConnection connection = factory.enter(channel, origin);
    if (turnedAway != null) {
      channel.pipeline().addLast(connection.reading());
      connection.turnAway(turnedAway);
      return;
    }
    connection.await();
    if (tls != null) {
      TlsHandshakeHandler.add(channel.pipeline(), connection, tls, limits.handshakeTimeout());
      channel.pipeline().addLast(connection.reading());
    } else {
      channel.pipeline().addLast(new TlsOnPlainPortDetector(connection), connection.reading());
      connection.open();
    }
  }
}
