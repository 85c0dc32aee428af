package dev.parley.tcp.listen;

import dev.parley.tcp.DeliveryMeter;
import dev.parley.tcp.KeepAlive;
import dev.parley.tcp.send.EventLoopWriter;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * The threads that all connections are served by, and the outbox of each: native epoll, or the
 * JDK's selector where that is missing. Safe for use from any thread.
 */
public final class EventLoops implements AutoCloseable {

  /** Linux: SOL_SOCKET, SO_OOBINLINE. */
  private static final ChannelOption<Integer> OOB_INLINE =
      new IntegerUnixChannelOption("SO_OOBINLINE", 1, 10);

  private final boolean epoll;
  private final KeepAlive keepAlive;
  private final EventLoopGroup group;
  private final Map<EventExecutor, EventLoopWriter> outboxes = new HashMap<>();

  /**
   * @param threads how many
   * @param keepAlive how soon connections notice that the other side is gone
   * @param meter is told of what the outboxes deliver
   */
  EventLoops(int threads, KeepAlive keepAlive, DeliveryMeter meter) {
    this(threads, Epoll.isAvailable(), keepAlive, meter);
  }

  public EventLoops(int threads, boolean epoll, KeepAlive keepAlive, DeliveryMeter meter) {
    this.epoll = epoll;
    this.keepAlive = keepAlive;
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    group = new MultiThreadIoEventLoopGroup(threads, new DefaultThreadFactory("parley-io"), io);
    for (EventExecutor loop : group) {
      outboxes.put(loop, new EventLoopWriter((EventLoop) loop, meter));
    }
  }

  public EventLoopGroup group() {
    return group;
  }

  public Class<? extends ServerChannel> serverChannel() {
    return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  /**
   * Sets what the platform's channels can have set beyond the common options. Telnet marks its
   * synch as urgent data (RFC 854); kept in line, it is a command in its place among the others.
   */
  public void configure(ServerBootstrap bootstrap) {
    if (epoll) {
      bootstrap.childOption(OOB_INLINE, 1);
      keepAlive.configureEpoll(bootstrap);
    } else {
      keepAlive.configureNio(bootstrap);
    }
  }

  /** The outbox of a loop of this group. */
  EventLoopWriter outbox(EventLoop loop) {
    return Objects.requireNonNull(outboxes.get(loop));
  }

  /** Whether some loop is so far behind with deliveries that nothing more should be read. */
  boolean congested() {
    for (EventLoopWriter outbox : outboxes.values()) {
      if (outbox.congested()) {
        return true;
      }
    }
    return false;
  }

  /** Ends the threads, once what they have begun is done, and waits for that. */
  void shutdown(Duration atMost) {
    group
        .shutdownGracefully(0, atMost.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Ends the threads of a server that could not start; after a stop they have ended already. */
  @Override
  public void close() {
    shutdown(Duration.ofSeconds(1));
  }
}
