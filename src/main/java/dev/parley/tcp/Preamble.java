package dev.parley.tcp;

import dev.parley.chat.api.Disconnect;
import java.net.InetAddress;
import org.jspecify.annotations.Nullable;

/**
 * Gives the handlers of a preamble, such as an HTTP upgrade, access to their connection. The
 * preamble comes after TLS and before the conversation: there is no session yet. All methods are
 * called on the connection's event loop.
 */
public interface Preamble {

  /** Returns the settings of the listener that accepted the connection. */
  ListenerProperties listenerProperties();

  /** Returns true if the connection is encrypted. */
  boolean tls();

  /**
   * Returns true if the other side is one of the listener's trusted proxies, which has not told the
   * address of its client yet.
   */
  boolean isAddressPending();

  /**
   * Sets the address of the client of a {@linkplain #isAddressPending trusted proxy} and counts the
   * connection for it.
   *
   * @param client the address, null if the proxy tells none, so that its own counts
   * @return the reason to close the connection, or null if it is admitted
   */
  @Nullable Disconnect forwardedFor(@Nullable InetAddress client);

  /**
   * Sends bytes through the send queue of the connection, so that they stay in order with those of
   * the conversation and are counted with them.
   */
  void write(byte[] bytes);

  /** Records a complete request; the time for the next one begins. */
  void progressed();

  /** Returns the conversation that begins behind the preamble. */
  Conversation conversation();

  /** Removes the handlers and begins the conversation, which gets the bytes that follow. */
  void begin();

  /** Closes the connection once everything is sent. */
  void close(Disconnect why);
}
