package dev.parley.tcp.tls;

/** Represents a connection to the handlers of TLS. Called on its event loop. */
public interface TlsConnection {

  /** Returns the name of the connection in the log. */
  String id();

  /** Returns true once the connection ends. */
  boolean isEnding();

  /** Reports that output is encrypted from now on, and counted there. */
  void encrypts(TlsByteCounter bytes);

  /** Opens the connection, as the handshake is done. */
  void open();

  /** Closes the connection of a client that sends plain text to a port with TLS. */
  void rejectPlainText();

  /** Closes the connection of a client that starts TLS on a port without it. */
  void rejectTls();

  /** Closes the connection of a client whose TLS handshake has failed. */
  void failHandshake(String detail);
}
