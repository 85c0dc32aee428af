package dev.parley.tcp.listen;

import dev.parley.chat.api.Disconnect;
import dev.parley.tcp.ListenerInfo;
import dev.parley.tcp.Listeners;
import dev.parley.tcp.StopPolicy;
import dev.parley.tcp.connection.NettyConnection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.integration.dsl.IntegrationFlow;
import org.springframework.integration.dsl.context.IntegrationFlowContext;
import org.springframework.integration.dsl.context.IntegrationFlowContext.IntegrationFlowRegistration;
import org.springframework.integration.ip.tcp.inbound.TcpReceivingChannelAdapter;

/**
 * Starts and stops all listeners. They start last and stop first: a stop accepts no further
 * connection, notifies everyone, sends the queued output, and then ends the threads.
 */
final class TcpListeners implements SmartLifecycle, Listeners {

  private static final Logger log = LoggerFactory.getLogger(TcpListeners.class);

  private final List<NettyServerConnectionFactory> factories;
  private final IntegrationFlowContext flows;
  private final EventLoops loops;
  private final StopPolicy policy;
  private final Duration grace;
  private final List<IntegrationFlowRegistration> registrations = new ArrayList<>();
  private volatile boolean running;

  /**
   * @param policy says how a stop ends the open connections
   * @param grace the time that a stop waits for queued output to be sent
   */
  TcpListeners(
      List<NettyServerConnectionFactory> factories,
      IntegrationFlowContext flows,
      EventLoops loops,
      StopPolicy policy,
      Duration grace) {
    this.factories = factories;
    this.flows = flows;
    this.loops = loops;
    this.policy = policy;
    this.grace = grace;
  }

  @Override
  public List<ListenerInfo> list() {
    return factories.stream().map(NettyServerConnectionFactory::info).toList();
  }

  @Override
  public void start() {
    for (NettyServerConnectionFactory factory : factories) {
      IntegrationFlowRegistration registration = register(factory);
      registrations.add(registration);
      registration.start();
    }
    running = true;
  }

  private IntegrationFlowRegistration register(NettyServerConnectionFactory factory) {
    TcpReceivingChannelAdapter adapter = new TcpReceivingChannelAdapter();
    adapter.setConnectionFactory(factory);
    return flows
        .registration(IntegrationFlow.from(adapter).handle(new FrameMessageHandler()).get())
        .id("listener." + factory.name())
        .addBean("listener." + factory.name() + ".connectionFactory", factory)
        .autoStartup(false)
        .register();
  }

  @Override
  public void stop() {
    running = false;
    factories.forEach(NettyServerConnectionFactory::stopAccepting);
    List<NettyConnection> open =
        factories.stream().flatMap(factory -> factory.connections().stream()).toList();
    Duration time = policy.spread().plus(grace);
    log.info(
        "Stopping: {} connections are told, and closed within {} s", open.size(), time.toSeconds());
    close(open);
    awaitClosed(open, time);
    registrations.forEach(IntegrationFlowRegistration::stop);
    loops.shutdown(grace);
  }

  /** Closes connections, one after the other over the time that the policy spreads them over. */
  private void close(List<NettyConnection> open) {
    Disconnect why = Disconnect.of(policy.reason());
    long step = open.isEmpty() ? 0 : policy.spread().toNanos() / open.size();
    long delay = 0;
    for (NettyConnection connection : open) {
      if (delay == 0) {
        connection.close(why);
      } else {
        var _ =
            connection
                .channel()
                .eventLoop()
                .schedule(() -> connection.close(why), delay, TimeUnit.NANOSECONDS);
      }
      delay += step;
    }
  }

  private static void awaitClosed(List<NettyConnection> open, Duration time) {
    long deadline = System.nanoTime() + time.toNanos();
    for (NettyConnection connection : open) {
      long left = Math.max(0, deadline - System.nanoTime());
      var _ = connection.channel().closeFuture().awaitUninterruptibly(left, TimeUnit.NANOSECONDS);
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Returns the last phase to start, which is the first to stop. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
