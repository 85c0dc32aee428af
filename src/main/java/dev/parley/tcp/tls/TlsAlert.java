package dev.parley.tcp.tls;

/**
 * What is told in TLS to someone with whom no TLS is spoken (RFC 8446, section 6), so that a
 * program on the other side has an error to name.
 */
public enum TlsAlert {
  /** There is no TLS here. */
  HANDSHAKE_FAILURE(40),
  /** Not for you, or not now. */
  ACCESS_DENIED(49);

  private static final int ALERT = 21;
  private static final int FATAL = 2;

  private final int description;

  TlsAlert(int description) {
    this.description = description;
  }

  /** The alert as a record of its own, of the version that every client understands. */
  public byte[] bytes() {
    return new byte[] {ALERT, 3, 3, 0, 2, FATAL, (byte) description};
  }
}
