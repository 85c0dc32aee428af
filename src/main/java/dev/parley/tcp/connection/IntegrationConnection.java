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
 * Adapts a Netty channel to the connections of Spring Integration, for its inbound adapter.
 * Messages are passed on by the event loop; all other methods are thread-safe.
 */
public abstract class IntegrationConnection extends TcpConnectionSupport {

  private final Channel channel;
  private volatile PeerAddress peerAddress;

  IntegrationConnection(
      Channel channel, PeerAddress peerAddress, ApplicationEventPublisher publisher) {
    super(publisher);
    this.channel = channel;
    this.peerAddress = peerAddress;
  }

  public final Channel channel() {
    return channel;
  }

  /** Sets the address of the other side, as a trusted proxy tells it. */
  final void peerAddress(PeerAddress client) {
    peerAddress = client;
  }

  /** Returns the address of the other side, which a proxy may have told. */
  public final PeerAddress peerAddress() {
    return peerAddress;
  }

  /** Passes a message to Spring Integration's listener, which is the inbound adapter. */
  final void passOn(Message<?> received) {
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

  /** Returns null: messages are passed on as they arrive. */
  @Override
  public @Nullable Object getPayload() {
    return null;
  }

  /**
   * Throws an exception: {@link dev.parley.tcp.send.FanoutMessageHandler} sends to server
   * connections.
   */
  @Override
  public void send(Message<?> message) {
    throw new UnsupportedOperationException("Send a Fanout to the outbound channel");
  }

  @Override
  public String getHostAddress() {
    return peerAddress.address().getHostAddress();
  }

  @Override
  public String getHostName() {
    return getHostAddress();
  }

  @Override
  public int getPort() {
    return peerAddress.port();
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

  /** Does nothing: the event loop serves the connection. */
  @Override
  public void run() {}
}
