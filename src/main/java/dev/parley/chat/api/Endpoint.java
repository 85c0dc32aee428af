package dev.parley.chat.api;

import dev.parley.chat.account.Fingerprint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sends to one session (a port, implemented by the adapter of its connection). There is no method
 * to read: input comes in through {@link dev.parley.chat.Chat#handle}.
 *
 * <p>Every method may be called from any thread, and none blocks, throws or reorders what is sent
 * to this endpoint.
 */
public interface Endpoint {

  /** Returns the id of the connection, unique while the server runs. */
  String id();

  /** Returns the name of the listener that accepted the connection. */
  String listener();

  /** Returns the name of the connection's protocol. */
  String protocol();

  /** Returns the address of the peer, without its port. */
  String remoteAddress();

  /** Returns the port of the peer, 0 if there is none. */
  int remotePort();

  /** Returns whether the connection is encrypted. */
  boolean tls();

  /** Returns the TLS certificate that the client has shown, and has the key of; null for none. */
  default @Nullable Fingerprint certificate() {
    return null;
  }

  /** Returns the transport that serves this endpoint and others of its kind. */
  Transport transport();

  /** Returns whether the protocol can show an event; other events are left out. */
  boolean shows(Event event);

  /** Returns whether the protocol can resume a session after a drop. */
  default boolean resumable() {
    return false;
  }

  /** Returns whether people come into the lobby who arrive, or whose room is deleted. */
  default boolean usesLobby() {
    return true;
  }

  /**
   * Returns the maximum number of connections of an account that share one session: a further one
   * that enters under its name joins it. 1 if each has a session of its own.
   */
  default int maxSharing() {
    return 1;
  }

  /** Returns the connections behind this endpoint, the oldest first. */
  default List<Endpoint> connections() {
    return List.of(this);
  }

  /**
   * Runs a task on the thread that writes to this endpoint; at once if that is the calling thread.
   * Events delivered later are shown after the output of the task and of its dependents on that
   * thread. The task is dropped if the thread has ended.
   */
  void execute(Runnable task);

  /** Has the session told soon which lines have arrived by now, and not only at its end. */
  default void reportShown() {}

  /** Shows an event to this session alone. Does nothing once it is closed. */
  void deliver(Event event);

  /** Closes the connection, after sending all earlier events and the reason. */
  void close(Disconnect why);

  /** Returns the traffic of the connection so far. */
  Traffic traffic();

  /**
   * Describes the traffic of a connection.
   *
   * @param linesIn lines received
   * @param linesOut lines sent
   * @param bytesIn bytes received
   * @param bytesOut bytes passed to the operating system
   * @param sendqBytes bytes queued because the peer does not read
   */
  record Traffic(long linesIn, long linesOut, long bytesIn, long bytesOut, long sendqBytes) {}
}
