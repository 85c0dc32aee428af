package dev.parley.tcp.tls;

/**
 * Enumerates the fatal alerts (RFC 8446, section 6) that are sent in place of a handshake, so that
 * the client can report an error.
 */
public enum TlsAlert {
  /** The port does not use TLS. */
  HANDSHAKE_FAILURE(40),
  /** The client is rejected. */
  ACCESS_DENIED(49);

  private static final int ALERT = 21;
  private static final int FATAL = 2;

  private final int description;

  TlsAlert(int description) {
    this.description = description;
  }

  /** Returns the alert as a TLS record, in a version that every client understands. */
  public byte[] bytes() {
    return new byte[] {ALERT, 3, 3, 0, 2, FATAL, (byte) description};
  }
}
