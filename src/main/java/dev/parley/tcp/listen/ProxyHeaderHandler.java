package dev.parley.tcp.listen;

import dev.parley.tcp.connection.PeerAddress;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.haproxy.HAProxyCommand;
import io.netty.handler.codec.haproxy.HAProxyMessage;
import io.netty.handler.codec.haproxy.HAProxyMessageDecoder;
import io.netty.handler.codec.haproxy.HAProxyProxiedProtocol;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the PROXY protocol header, version 1 or 2, which a proxy sends first, and determines the
 * address of the client. A header without one (LOCAL, UNKNOWN, another family than TCP over IP)
 * leaves the address of the socket. A malformed or late header closes the connection without a
 * message, as the specification requires.
 */
final class ProxyHeaderHandler extends ChannelInboundHandlerAdapter {

  private static final Logger log = LoggerFactory.getLogger(ProxyHeaderHandler.class);

  private final String listener;
  private final PeerAddress proxy;
  private final Duration timeout;
  private final Consumer<PeerAddress> then;
  private @Nullable ScheduledFuture<?> deadline;

  private ProxyHeaderHandler(
      String listener, PeerAddress proxy, Duration timeout, Consumer<PeerAddress> then) {
    this.listener = listener;
    this.proxy = proxy;
    this.timeout = timeout;
    this.then = then;
  }

  /**
   * Adds the handlers to a pipeline. They are removed once the header is read.
   *
   * @param proxy the address of the socket
   * @param timeout the time for the header to arrive, zero for no limit
   * @param then is called on the event loop with the address of the client, and adds the handlers
   *     that read on
   */
  static void add(
      ChannelPipeline pipeline,
      String listener,
      PeerAddress proxy,
      Duration timeout,
      Consumer<PeerAddress> then) {
    pipeline.addLast(
        new HAProxyMessageDecoder(), new ProxyHeaderHandler(listener, proxy, timeout, then));
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    if (!timeout.isZero()) {
      Runnable late = () -> reject(context.channel(), "it did not come in time");
      deadline = context.executor().schedule(late, timeout.toNanos(), TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    ScheduledFuture<?> scheduled = deadline;
    if (scheduled != null) {
      scheduled.cancel(false);
    }
  }

  /** Reads the header. The decoder passes on the bytes behind it only after this method returns. */
  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    HAProxyMessage header = (HAProxyMessage) message;
    try {
      PeerAddress peer = peerAddress(header);
      context.pipeline().remove(this);
      then.accept(peer);
    } catch (IllegalArgumentException malformed) {
      reject(context.channel(), "it has no address");
    } finally {
      header.release();
    }
  }

  private PeerAddress peerAddress(HAProxyMessage header) {
    HAProxyProxiedProtocol protocol = header.proxiedProtocol();
    boolean tcp =
        protocol == HAProxyProxiedProtocol.TCP4 || protocol == HAProxyProxiedProtocol.TCP6;
    return tcp && header.command() == HAProxyCommand.PROXY
        ? new PeerAddress(InetAddress.ofLiteral(header.sourceAddress()), header.sourcePort())
        : proxy;
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof ChannelInputShutdownEvent) {
      var _ = context.close();
    } else {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    reject(context.channel(), "it is malformed");
  }

  private void reject(Channel channel, String why) {
    if (channel.isOpen()) {
      log.info(
          "Closing a connection of {} to listener {}: no PROXY protocol header: {}",
          proxy.address().getHostAddress(),
          listener,
          why);
      var _ = channel.close();
    }
  }
}
