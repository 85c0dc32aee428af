package dev.parley.tcp.tls;

/**
 * What the handlers of TLS ask and tell of the connection that they stand before. Called on its
 * event loop.
 */
public interface TlsClient {

  /** Names the connection in the log. */
  String id();

  /** Whether the end of the connection has begun. */
  boolean ending();

  /** Counts what is sent from now on through an encryption. */
  void encrypts(TlsByteCounter bytes);

  /** Begins to talk: the handshake is done. */
  void open();

  /** Ends the connection of a client that does not speak TLS where it has to. */
  void rejectPlainText();

  /** Ends the connection of a client that speaks TLS where nobody does. */
  void rejectTls();

  /** Cuts off a client whose TLS handshake came to nothing. */
  void failHandshake(String detail);
}
