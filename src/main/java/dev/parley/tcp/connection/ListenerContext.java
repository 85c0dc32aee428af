package dev.parley.tcp.connection;

import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Limits;
import dev.parley.tcp.ListenerProperties;
import dev.parley.tcp.send.RegisteredProtocol;
import dev.parley.tcp.send.TcpTransport;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Gives connections access to their listener. Thread-safe. */
public interface ListenerContext {

  /** Returns the name of the listener in the configuration. */
  String name();

  /** Returns the settings of the listener. */
  ListenerProperties properties();

  /** Returns the protocol of the listener. */
  RegisteredProtocol registeredProtocol();

  /** Returns true if the listener uses TLS. */
  boolean encrypts();

  /** Returns the transport of all connections. */
  TcpTransport transport();

  /** Returns the limits of the server. */
  Limits limits();

  /** Returns the metrics, which record connections that end before they are opened. */
  ChatMetrics metrics();

  /** Returns the time for each request of a preamble to arrive; zero for no limit. */
  Duration preambleTimeout();

  /**
   * Counts a connection for its address, which a proxy told after the connection was admitted.
   *
   * @return the reason to close it, or null if it is counted
   */
  @Nullable Disconnect assign(PeerAddress peer);

  /** Returns the time for which a closing connection may send nothing of its last bytes. */
  Duration drainTimeout();

  /** Returns the budget of all replays. */
  ReplayBudget replayBudget();

  /** Returns true if an event loop is so far behind with deliveries that reading has to pause. */
  boolean isCongested();

  /** Records that a connection waits to be opened, and for a name. */
  void awaiting(NettyConnection connection);

  /** Removes a connection that is closed. */
  void closed(NettyConnection connection);
}
