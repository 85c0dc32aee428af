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
 * The PROXY protocol, versions 1 and 2: waits for the header that a proxy sends first and tells
 * where the connection really comes from. A header that says nothing of that (LOCAL, UNKNOWN,
 * another family than TCP over IP) leaves the address of the socket. A header that is malformed or
 * late ends the connection without a word, as the specification asks.
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
   * Puts what it takes into a pipeline, to be gone when the header was read.
   *
   * @param proxy the other side of the socket
   * @param timeout how long the header may take, zero for no limit
   * @param then is told, on the event loop, where the connection comes from, and puts behind this
   *     what reads on
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

  /** The decoder gives on what is behind the header only when this is over. */
  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    HAProxyMessage header = (HAProxyMessage) message;
    try {
      PeerAddress origin = origin(header);
      context.pipeline().remove(this);
      then.accept(origin);
    } catch (IllegalArgumentException malformed) {
      reject(context.channel(), "it has no address");
    } finally {
      header.release();
    }
  }

  private PeerAddress origin(HAProxyMessage header) {
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
