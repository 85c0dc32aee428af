package dev.parley.tcp.listen;

import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Limits;
import dev.parley.tcp.ConnectionLimits;
import dev.parley.tcp.ListenerException;
import dev.parley.tcp.ListenerInfo;
import dev.parley.tcp.ListenerProperties;
import dev.parley.tcp.Protocol;
import dev.parley.tcp.connection.ConnectionContext;
import dev.parley.tcp.connection.HalfOpenLogins;
import dev.parley.tcp.connection.NettyConnection;
import dev.parley.tcp.connection.PeerAddress;
import dev.parley.tcp.connection.ReplayBudget;
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
 * Spring Integration's server connection factory on Netty: one listener. Its connections are served
 * by shared event loops and need no thread of their own.
 */
public final class NettyServerConnectionFactory extends AbstractServerConnectionFactory
    implements ConnectionContext {

  private static final int BACKLOG = 4096;

  /**
   * What all listeners share.
   *
   * @param lastBytes how long a connection that is to be closed may take to have its last bytes
   *     sent
   */
  record Shared(
      EventLoops loops,
      TcpTransport transport,
      Admission admission,
      HalfOpenLogins halfOpen,
      Limits limits,
      ConnectionLimits connectionLimits,
      ChatMetrics monitor,
      ReplayBudget replayBudget,
      Duration lastBytes) {}

  private final String name;
  private final ListenerProperties properties;
  private final RegisteredProtocol dialect;
  private final Shared shared;
  private final @Nullable TlsServer tls;
  private volatile @Nullable Channel server;

  /**
   * @param tls what it encrypts with, null for plain TCP
   */
  NettyServerConnectionFactory(
      String name,
      ListenerProperties properties,
      RegisteredProtocol dialect,
      @Nullable TlsServer tls,
      Shared shared) {
    super(properties.port());
    this.name = name;
    this.properties = properties;
    this.dialect = dialect;
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
  public RegisteredProtocol dialect() {
    return dialect;
  }

  @Override
  public boolean encrypts() {
    return tls != null;
  }

  @Override
  public boolean congested() {
    return shared.loops().congested();
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
  public ChatMetrics monitor() {
    return shared.monitor();
  }

  @Override
  public ReplayBudget replayBudget() {
    return shared.replayBudget();
  }

  @Override
  public Duration lastBytes() {
    return shared.lastBytes();
  }

  /** Binds the port; throws {@link dev.parley.tcp.ListenerException} where that cannot be done. */
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
            // What was received is still carried out when nothing can be sent any more.
            .childOption(ChannelOption.AUTO_CLOSE, false)
            .childHandler(new ConnectionInitializer(this, shared.connectionLimits(), tls));
    if (dialect.protocol().readAhead() > 0) {
      bootstrap.childOption(
          ChannelOption.RECVBUF_ALLOCATOR, new FixedRecvByteBufAllocator(Protocol.WHOLE_READ));
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

  /** Takes no further connection; those that are open go on. */
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

  /** Unused: the event loops accept. */
  @Override
  public void run() {}

  /** The port really bound, which is not the configured one where that is 0. */
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

  /** Unused: a connection is taken out when it is closed. */
  @Override
  protected void harvestClosedConnections() {}

  @Override
  public void awaiting(NettyConnection connection) {
    shared.halfOpen().add(connection);
  }

  @Override
  public void closed(NettyConnection connection) {
    shared.halfOpen().remove(connection);
    if (connections.remove(connection.getConnectionId()) != null && !connection.turnedAway()) {
      shared.admission().release(connection.origin());
    }
  }

  /**
   * Counts a connection from there that is welcome.
   *
   * @return why it is to be closed at once, or null where it is welcome
   */
  @Nullable Disconnect admit(PeerAddress origin) {
    return shared.admission().admit(origin);
  }

  /** Makes a connection of a channel. */
  NettyConnection enter(Channel channel, PeerAddress origin) {
    NettyConnection connection =
        new NettyConnection(
            this,
            channel,
            origin,
            shared.loops().outbox(channel.eventLoop()),
            getApplicationEventPublisher());
    wrapConnection(connection);
    connection.registerListener(getListener());
    return connection;
  }
}
