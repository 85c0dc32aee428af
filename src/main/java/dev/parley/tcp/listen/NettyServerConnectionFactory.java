package dev.parley.tcp.listen;

import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Limits;
import dev.parley.tcp.ConnectionLimits;
import dev.parley.tcp.ListenerException;
import dev.parley.tcp.ListenerInfo;
import dev.parley.tcp.ListenerProperties;
import dev.parley.tcp.Protocol;
import dev.parley.tcp.connection.ListenerContext;
import dev.parley.tcp.connection.NettyConnection;
import dev.parley.tcp.connection.PeerAddress;
import dev.parley.tcp.connection.ReplayBudget;
import dev.parley.tcp.connection.UnnamedConnections;
import dev.parley.tcp.send.RegisteredProtocol;
import dev.parley.tcp.send.TcpTransport;
import dev.parley.tcp.tls.TlsServer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.FixedRecvByteBufAllocator;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.integration.ip.tcp.connection.AbstractServerConnectionFactory;

/**
 * Implements Spring Integration's server connection factory on Netty, for one listener. Shared
 * event loops serve its connections.
 */
public final class NettyServerConnectionFactory extends AbstractServerConnectionFactory
    implements ListenerContext {

  private static final int BACKLOG = 4096;

  /**
   * Holds the resources that all listeners share.
   *
   * @param drainTimeout the time for which a closing connection may send nothing of its last bytes
   */
  record SharedResources(
      EventLoops loops,
      TcpTransport transport,
      Admission admission,
      UnnamedConnections halfOpen,
      Limits limits,
      ConnectionLimits connectionLimits,
      ChatMetrics metrics,
      ReplayBudget replayBudget,
      Duration drainTimeout) {}

  private final String name;
  private final ListenerProperties properties;
  private final RegisteredProtocol protocol;
  private final SharedResources shared;
  private final @Nullable TlsServer tls;
  private volatile @Nullable Channel server;

  /**
   * @param tls the TLS configuration, null for plain TCP
   */
  NettyServerConnectionFactory(
      String name,
      ListenerProperties properties,
      RegisteredProtocol protocol,
      @Nullable TlsServer tls,
      SharedResources shared) {
    super(properties.port());
    this.name = name;
    this.properties = properties;
    this.protocol = protocol;
    this.tls = tls;
    this.shared = shared;
    setBacklog(BACKLOG);
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public ListenerProperties properties() {
    return properties;
  }

  @Override
  public RegisteredProtocol registeredProtocol() {
    return protocol;
  }

  @Override
  public boolean encrypts() {
    return tls != null;
  }

  @Override
  public boolean isCongested() {
    return shared.loops().isCongested();
  }

  @Override
  public TcpTransport transport() {
    return shared.transport();
  }

  @Override
  public Limits limits() {
    return shared.limits();
  }

  @Override
  public ChatMetrics metrics() {
    return shared.metrics();
  }

  @Override
  public ReplayBudget replayBudget() {
    return shared.replayBudget();
  }

  @Override
  public Duration drainTimeout() {
    return shared.drainTimeout();
  }

  /**
   * Binds the port.
   *
   * @throws dev.parley.tcp.ListenerException if it cannot be bound
   */
  @Override
  public void start() {
    if (isActive()) {
      return;
    }
    setActive(true);
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(shared.loops().group())
            .channel(shared.loops().serverChannel())
            .option(ChannelOption.SO_BACKLOG, getBacklog())
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.SO_KEEPALIVE, true)
            .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
            // The received input is still handled when nothing can be sent any more.
            .childOption(ChannelOption.AUTO_CLOSE, false)
            .childHandler(new ConnectionInitializer(this, shared.connectionLimits(), tls));
    if (protocol.protocol().readAheadBytes() > 0) {
      bootstrap.childOption(
          ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(Protocol.MAX_READ_BYTES));
    }
    shared.loops().configure(bootstrap);
    try {
      server =
          bootstrap.bind(properties.address(), properties.port()).syncUninterruptibly().channel();
    } catch (Exception unbound) {
      setActive(false);
      throw new ListenerException(
          "Listener " + name + " cannot listen on " + address() + ": " + reason(unbound) + ".",
          unbound);
    }
    setListening(true);
    publishServerListeningEvent(getPort());
  }

  private String address() {
    return properties.address() + ":" + properties.port();
  }

  private static String reason(Exception unbound) {
    String message = String.valueOf(unbound.getMessage());
    if (unbound instanceof UnresolvedAddressException) {
      return "there is no such address";
    }
    if (message.contains("already in use")) {
      return "the port is already in use";
    }
    if (message.contains("assign requested address")) {
      return "this machine does not have that address";
    }
    return message.contains("Permission denied") ? "that port is for privileged users" : message;
  }

  /** Stops accepting connections; open ones are kept. */
  void stopAccepting() {
    setListening(false);
    Channel listening = server;
    if (listening != null) {
      listening.close().syncUninterruptibly();
    }
  }

  public List<NettyConnection> connections() {
    return connections.values().stream().map(NettyConnection.class::cast).toList();
  }

  ListenerInfo info() {
    return new ListenerInfo(
        name,
        properties.protocol(),
        properties.address(),
        getPort(),
        encrypts(),
        connections.size(),
        isListening());
  }

  @Override
  public void stop() {
    if (isActive()) {
      stopAccepting();
      super.stop();
    }
  }

  /** Does nothing: the event loops accept connections. */
  @Override
  public void run() {}

  /** Returns the bound port, which differs from the configured one if that is 0. */
  @Override
  public int getPort() {
    return getServerSocketAddress() instanceof InetSocketAddress address
        ? address.getPort()
        : super.getPort();
  }

  @Override
  public @Nullable SocketAddress getServerSocketAddress() {
    Channel listening = server;
    return listening == null ? null : listening.localAddress();
  }

  /** Does nothing: connections are removed when they are closed. */
  @Override
  protected void harvestClosedConnections() {}

  @Override
  public void awaiting(NettyConnection connection) {
    shared.halfOpen().add(connection);
  }

  @Override
  public void closed(NettyConnection connection) {
    shared.halfOpen().remove(connection);
    if (connections.remove(connection.getConnectionId()) != null && !connection.rejected()) {
      if (connection.isAddressPending()) {
        shared.admission().releaseProxied();
      } else {
        shared.admission().release(connection.peerAddress());
      }
    }
  }

  @Override
  public Duration preambleTimeout() {
    return shared.connectionLimits().handshakeTimeout();
  }

  @Override
  public @Nullable Disconnect assign(PeerAddress peer) {
    return shared.admission().assign(peer);
  }

  /**
   * Counts a connection, if it is admitted.
   *
   * @return the reason to reject it, or null if it is admitted
   */
  @Nullable Disconnect admit(PeerAddress peer) {
    return shared.admission().admit(peer);
  }

  /**
   * Counts a connection from a proxy, if it is admitted.
   *
   * @return the reason to reject it, or null if it is admitted
   */
  @Nullable Disconnect admitProxied() {
    return shared.admission().admitProxied();
  }

  /** Creates the connection of a channel. */
  NettyConnection newConnection(Channel channel, PeerAddress peer) {
    NettyConnection connection =
        new NettyConnection(
            this,
            channel,
            peer,
            shared.loops().writer(channel.eventLoop()),
            getApplicationEventPublisher());
    wrapConnection(connection);
    connection.registerListener(getListener());
    return connection;
  }
}
