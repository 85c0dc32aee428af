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
 * Initializes each channel that a listener accepts: determines the address of the other side,
 * admits or rejects it, and starts the TLS handshake if the listener uses TLS.
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

  /** Waits until the channel is active, as its remote address is unknown before. */
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
      var _ = channel.close(); // The other side is gone.
      return;
    }
    PeerAddress socket = PeerAddress.of(remote);
    if (!properties.proxyProtocol()) {
      boolean proxied = isForwarding(socket);
      accept(channel, socket, proxied ? factory.admitProxied() : factory.admit(socket), proxied);
    } else if (isTrusted(socket)) {
      ProxyHeaderHandler.add(
          channel.pipeline(),
          factory.name(),
          socket,
          limits.proxyTimeout(),
          peer -> accept(channel, peer, factory.admit(peer), false));
    } else {
      accept(channel, socket, Disconnect.of(Reason.NOT_A_PROXY), false);
    }
  }

  /** Returns true if the other side tells the address of its client in the preamble. */
  private boolean isForwarding(PeerAddress socket) {
    return factory.registeredProtocol().protocol().readsForwardedAddress() && isTrusted(socket);
  }

  private boolean isTrusted(PeerAddress socket) {
    return properties.trustedProxies().stream()
        .anyMatch(proxies -> proxies.contains(socket.range()));
  }

  private void accept(
      Channel channel, PeerAddress peer, @Nullable Disconnect rejected, boolean proxied) {
    NettyConnection connection = factory.newConnection(channel, peer);
    if (proxied) {
      connection.awaitAddress();
    }
    if (rejected != null) {
      channel.pipeline().addLast(connection.inboundHandler());
      connection.reject(rejected);
      return;
    }
    connection.awaitOpening();
    if (tls != null) {
      TlsHandshakeHandler.add(channel.pipeline(), connection, tls, limits.handshakeTimeout());
      channel.pipeline().addLast(connection.inboundHandler());
    } else {
      channel
          .pipeline()
          .addLast(new TlsOnPlainPortDetector(connection), connection.inboundHandler());
      connection.open();
    }
  }
}
