package dev.parley.chat.api;

/**
 * Port: the way out to one session, implemented by the adapter that has its connection. There is no
 * read: what a person says comes in through {@link dev.parley.chat.Chat#handle}.
 *
 * <p>Every method may be called from any thread, and none blocks, throws or reorders what is sent
 * to this endpoint.
 */
public interface Endpoint {

  /** Names this connection for as long as the server runs. */
  String id();

  /** The name of the listener that it came in by. */
  String listener();

  /** The name of the protocol that it speaks. */
  String protocol();

  /** The address of the other side, without its port. */
  String remoteAddress();

  /** The other side's port, 0 where there is none. */
  int remotePort();

  /** Whether it is encrypted. */
  boolean tls();

  /** The adapter that serves this endpoint and others of its kind. */
  Transport transport();

  /** Whether the protocol has a form for an event; one that it has none for is not shown. */
  boolean shows(Event event);

  /** Whether the other side has a way to come back to its session after a drop. */
  default boolean resumable() {
    return false;
  }

  /**
   * Runs a task on the thread that writes to this endpoint: at once where that is the caller's. The
   * events that it is handed afterwards are shown after whatever the task, and those that wait for
   * it on that thread, have written. Dropped once the endpoint's thread has ended.
   */
  void execute(Runnable task);

  /** Shows an event to this session alone. Does nothing once it is closed. */
  void deliver(Event event);

  /** Ends the connection: what was handed over before is sent first, then why it ends. */
  void close(Disconnect why);

  /** What has gone through the connection so far. */
  Traffic traffic();

  /**
   * What has gone through a connection.
   *
   * @param linesIn lines received
   * @param linesOut lines sent
   * @param bytesIn bytes received
   * @param bytesOut bytes handed to the operating system
   * @param sendqBytes bytes that wait because the other side does not read
   */
  record Traffic(long linesIn, long linesOut, long bytesIn, long bytesOut, long sendqBytes) {}
}
