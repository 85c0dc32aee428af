package dev.parley.tcp.listen;

import dev.parley.tcp.DeliveryMeter;
import dev.parley.tcp.KeepAlive;
import dev.parley.tcp.send.EventLoopWriter;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.IoEventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.unix.IntegerUnixChannelOption;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.EventExecutor;
import io.netty.util.concurrent.RejectedExecutionHandlers;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Runs the event loops that serve all connections, and their writers, on native epoll or, where
 * that is missing, on the JDK's selector. Thread-safe.
 */
public final class EventLoops implements AutoCloseable {

  /** Linux: SOL_SOCKET, SO_OOBINLINE. */
  private static final ChannelOption<Integer> OOB_INLINE =
      new IntegerUnixChannelOption("SO_OOBINLINE", 1, 10);

  /**
   * The time in milliseconds for which tasks are executed before connections are read again.
   * Netty's is a second, for which nobody would be read while many are sent earlier lines.
   */
  private static final long TASK_TIME = 20;

  private final boolean epoll;
  private final KeepAlive keepAlive;
  private final EventLoopGroup group;
  private final Map<EventExecutor, EventLoopWriter> writers = new HashMap<>();

  /**
   * @param threads the number of event loops
   * @param keepAlive the TCP keep-alive settings of all connections
   * @param meter measures the deliveries of all writers
   */
  EventLoops(int threads, KeepAlive keepAlive, DeliveryMeter meter) {
    this(threads, Epoll.isAvailable(), keepAlive, meter);
  }

  public EventLoops(int threads, boolean epoll, KeepAlive keepAlive, DeliveryMeter meter) {
    this.epoll = epoll;
    this.keepAlive = keepAlive;
    IoHandlerFactory io = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
    group = new FairGroup(threads, io);
    for (EventExecutor loop : group) {
      writers.put(loop, new EventLoopWriter((EventLoop) loop, meter));
    }
  }

  /** Runs event loops that read connections often, however many tasks wait. */
  private static final class FairGroup extends MultiThreadIoEventLoopGroup {

    FairGroup(int threads, IoHandlerFactory io) {
      super(threads, new DefaultThreadFactory("parley-io"), io);
    }

    @Override
    protected IoEventLoop newChild(Executor executor, IoHandlerFactory io, Object... args) {
      return new SingleThreadIoEventLoop(
          this, executor, io, Integer.MAX_VALUE, RejectedExecutionHandlers.reject(), TASK_TIME);
    }
  }

  public EventLoopGroup group() {
    return group;
  }

  public Class<? extends ServerChannel> serverChannel() {
    return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
  }

  /**
   * Sets the channel options of the platform. Urgent data is kept in line, so that telnet's synch
   * mark (RFC 854) is a command in its place among the others.
   */
  public void configure(ServerBootstrap bootstrap) {
    if (epoll) {
      bootstrap.childOption(OOB_INLINE, 1);
      keepAlive.configureEpoll(bootstrap);
    } else {
      keepAlive.configureNio(bootstrap);
    }
  }

  /** Returns the writer of an event loop of this group. */
  EventLoopWriter writer(EventLoop loop) {
    return Objects.requireNonNull(writers.get(loop));
  }

  /** Returns true if an event loop is so far behind with deliveries that reading has to pause. */
  boolean isCongested() {
    for (EventLoopWriter writer : writers.values()) {
      if (writer.isCongested()) {
        return true;
      }
    }
    return false;
  }

  /** Stops the event loops after the tasks that have begun, and waits for that. */
  void shutdown(Duration atMost) {
    group
        .shutdownGracefully(0, atMost.toMillis(), TimeUnit.MILLISECONDS)
        .awaitUninterruptibly(atMost.toMillis(), TimeUnit.MILLISECONDS);
  }

  /**
   * Stops the event loops of a server that could not start; after a regular stop they have ended
   * already.
   */
  @Override
  public void close() {
    shutdown(Duration.ofSeconds(1));
  }
}
