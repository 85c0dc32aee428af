package dev.parley;

import dev.parley.chat.account.Fingerprint;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;

/** Creates a certificate for a test, with its key, and clients that trust it alone. */
final class TestCertificate {

  private final X509Bundle bundle;

  private TestCertificate(X509Bundle bundle) {
    this.bundle = bundle;
  }

  /** Returns a new one for this machine. */
  static TestCertificate make() {
    try {
      return new TestCertificate(
          new CertificateBuilder()
              .rsa2048()
              .subject("CN=localhost")
              .serial(new BigInteger(64, new SecureRandom()))
              .addSanDnsName("localhost")
              .setIsCertificateAuthority(true)
              .buildSelfSigned());
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  BigInteger serial() {
    return bundle.getCertificate().getSerialNumber();
  }

  /** Returns the SHA-256 of it, in hexadecimal digits. */
  String fingerprint() {
    try {
      return Fingerprint.of(bundle.getCertificate().getEncoded()).value();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Writes {@code cert.pem} and {@code key.pem}, in the place of those that are there. */
  TestCertificate write(Path dir) {
    try {
      replace(dir.resolve("key.pem"), bundle.getPrivateKeyPEM());
      replace(dir.resolve("cert.pem"), bundle.getCertificatePathPEM());
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void replace(Path file, String text) throws IOException {
    Path fresh = Files.writeString(file.resolveSibling(file.getFileName() + ".new"), text);
    Files.move(fresh, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Returns the SSL context of clients that trust this certificate and have none. */
  SSLContext trusting() {
    return context(null);
  }

  /**
   * Returns the SSL context of clients that trust this certificate and present one of their own.
   */
  SSLContext trusting(TestCertificate own) {
    return context(own);
  }

  private SSLContext context(TestCertificate own) {
    try {
      KeyManager[] keys =
          own == null ? new KeyManager[0] : own.bundle.toKeyManagerFactory().getKeyManagers();
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, new TrustManager[] {bundle.toTrustManager()}, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Returns a client that speaks TLS of a version, its handshake done. */
  static SSLSocket connect(SSLContext context, int port, String... protocols) throws IOException {
    return over(context, plain(port), protocols);
  }

  /** Returns a socket to a port of this machine. */
  static Socket plain(int port) throws IOException {
    Socket socket = new Socket();
    socket.setReceiveBufferSize(4096);
    socket.connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port), 20_000);
    socket.setSoTimeout(20_000);
    return socket;
  }

  /** Speaks TLS over a socket. */
  static SSLSocket over(SSLContext context, Socket plain, String... protocols) throws IOException {
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", 0, true);
    if (protocols.length > 0) {
      socket.setEnabledProtocols(protocols);
    }
    socket.startHandshake();
    return socket;
  }

  /** Returns the serial number of the certificate that the other side has shown. */
  static BigInteger serialOf(SSLSocket socket) throws IOException {
    return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
  }
}
