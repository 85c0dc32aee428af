package dev.parley.tcp.tls;

import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/**
 * Accepts any certificate of a client, whoever has issued it: the fingerprint tells whose it is,
 * and the handshake proves that the client has the key (RFC 8446, section 4.4.3). It accepts no
 * server. Stateless.
 */
final class FingerprintTrust implements X509TrustManager {

  private static final X509Certificate[] NONE = {};

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String keyType) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String keyType)
      throws CertificateException {
    throw new CertificateException("no server is trusted here");
  }

  /** Returns none, so that clients show a certificate of whichever issuer. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return NONE;
  }
}
