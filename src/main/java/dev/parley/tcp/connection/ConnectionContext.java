package dev.parley.tcp.connection;

import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.Limits;
import dev.parley.tcp.ListenerProperties;
import dev.parley.tcp.send.RegisteredProtocol;
import dev.parley.tcp.send.TcpTransport;
import java.time.Duration;

/** The listener as its connections know it. Safe for use from any thread. */
public interface ConnectionContext {

  /** The listener's name in the configuration. */
  String name();

  /** How the listener is set up. */
  ListenerProperties properties();

  /** The protocol that is spoken. */
  RegisteredProtocol dialect();

  /** Whether the listener encrypts. */
  boolean encrypts();

  /** The way out to all connections. */
  TcpTransport transport();

  /** The limits that people meet. */
  Limits limits();

  /** Is told of connections that end before they were opened. */
  ChatMetrics monitor();

  /** How long a connection that is to be closed may take to have its last bytes sent. */
  Duration lastBytes();

  /** The room that replays have in memory. */
  ReplayBudget replayBudget();

  /** Whether some event loop is so far behind with deliveries that nothing more should be read. */
  boolean congested();

  /** A connection waits to be opened, and for a name. */
  void awaiting(NettyConnection connection);

  /** Nothing more comes of a connection. */
  void closed(NettyConnection connection);
}
