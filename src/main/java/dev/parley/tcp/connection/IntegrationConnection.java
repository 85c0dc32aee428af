package dev.parley.tcp.connection;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.integration.ip.tcp.connection.TcpConnectionSupport;
import org.springframework.integration.ip.tcp.connection.TcpListener;
import org.springframework.messaging.Message;

/**
 * Spring Integration's view of a Netty channel: what its inbound adapter asks of a connection.
 * Frames are handed over on the event loop; everything else may be asked from any thread.
 */
public abstract class IntegrationConnection extends TcpConnectionSupport {

  private final Channel channel;
  private final PeerAddress origin;

  IntegrationConnection(Channel channel, PeerAddress origin, ApplicationEventPublisher publisher) {
    super(publisher);
    this.channel = channel;
    this.origin = origin;
  }

  public final Channel channel() {
    return channel;
  }

  /** Where it comes from, which a proxy may know better than the socket. */
  public final PeerAddress origin() {
    return origin;
  }

  /** Gives a message to Spring Integration's listener, which is the inbound adapter. */
  final void handOver(Message<?> received) {
    TcpListener listener = getListener();
    if (listener != null) {
      listener.onMessage(received);
    }
  }

  @Override
  public void close() {
    var _ = channel.close();
    super.close();
  }

  @Override
  public boolean isOpen() {
    return channel.isOpen();
  }

  /** Unused: what is received is handed over as it comes. */
  @Override
  public @Nullable Object getPayload() {
    return null;
  }

  /**
   * Unused: what is sent to server connections goes through {@link
   * dev.parley.tcp.send.FanoutMessageHandler}.
   */
  @Override
  public void send(Message<?> message) {
    throw new UnsupportedOperationException("Send a Fanout to the outbound channel");
  }

  @Override
  public String getHostAddress() {
    return origin.address().getHostAddress();
  }

  @Override
  public String getHostName() {
    return getHostAddress();
  }

  @Override
  public int getPort() {
    return origin.port();
  }

  @Override
  public Object getDeserializerStateKey() {
    return channel;
  }

  @Override
  public @Nullable SSLSession getSslSession() {
    SslHandler tls = channel.pipeline().get(SslHandler.class);
    return tls == null ? null : tls.engine().getSession();
  }

  /** Unused: the event loop runs it. */
  @Override
  public void run() {}
}
