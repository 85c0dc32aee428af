package dev.parley.tcp.connection;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Disconnect.Reason;
import dev.parley.tcp.Conversation;
import dev.parley.tcp.ListenerProperties;
import dev.parley.tcp.Preamble;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelPipeline;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs the preamble of one connection: keeps its handlers in the pipeline before the {@link
 * InboundHandler} until the conversation begins, and closes a connection that sends no complete
 * request in time. Confined to the connection's event loop.
 */
final class ConnectionPreamble implements Preamble {

  private final NettyConnection connection;
  private final ListenerContext listener;
  private List<ChannelHandler> handlers = List.of();
  private long progressNanos = System.nanoTime();
  private boolean over;

  ConnectionPreamble(NettyConnection connection, ListenerContext listener) {
    this.connection = connection;
    this.listener = listener;
  }

  /** Adds the handlers of the protocol; the conversation begins at once if there are none. */
  void start() {
    handlers = listener.registeredProtocol().protocol().preamble(this);
    if (handlers.isEmpty()) {
      begin();
      return;
    }
    ChannelPipeline pipeline = connection.channel().pipeline();
    String next = pipeline.context(connection.inboundHandler()).name();
    handlers.forEach(handler -> pipeline.addBefore(next, null, handler));
    Duration timeout = listener.preambleTimeout();
    if (!timeout.isZero()) {
      awaitProgress(timeout, timeout);
    }
  }

  private void awaitProgress(Duration timeout, Duration left) {
    connection.scheduleUntilClosed(
        left,
        () -> {
          Duration rest = timeout.minusNanos(System.nanoTime() - progressNanos);
          if (!over && rest.isPositive()) {
            awaitProgress(timeout, rest);
          } else {
            close(Disconnect.of(Reason.NOT_UPGRADED));
          }
        });
  }

  @Override
  public ListenerProperties listenerProperties() {
    return listener.properties();
  }

  @Override
  public boolean tls() {
    return connection.tls();
  }

  @Override
  public boolean isAddressPending() {
    return connection.isAddressPending();
  }

  @Override
  public @Nullable Disconnect forwardedFor(@Nullable InetAddress client) {
    return connection.assignAddress(client);
  }

  @Override
  public void write(byte[] bytes) {
    connection.write(bytes);
  }

  @Override
  public void progressed() {
    progressNanos = System.nanoTime();
  }

  @Override
  public Conversation conversation() {
    return connection.conversation();
  }

  /** Opens the conversation before the handlers are removed, as they pass on what they hold. */
  @Override
  public void begin() {
    if (!over) {
      over = true;
      connection.begin();
      handlers.reversed().forEach(connection.channel().pipeline()::remove);
      handlers = List.of();
    }
  }

  @Override
  public void close(Disconnect why) {
    if (!over) {
      over = true;
      connection.closeGracefully(why);
    }
  }
}
