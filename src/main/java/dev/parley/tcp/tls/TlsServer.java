package dev.parley.tcp.tls;

import dev.parley.tcp.ListenerException;
import dev.parley.tcp.ListenerProperties.ClientAuthentication;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.SupportedCipherSuiteFilter;
import java.io.FileNotFoundException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.ssl.SslOptions;

/**
 * Encrypts the connections of one listener with the certificate of an SSL bundle. A renewed bundle
 * is used for new connections, while open ones keep their certificate. Thread-safe.
 *
 * <p>It offers TLS 1.3 and 1.2, forward secrecy and authenticated encryption only (RFC 9325), in
 * the server's order, without renegotiation.
 */
public final class TlsServer {

  private static final Logger log = LoggerFactory.getLogger(TlsServer.class);

  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};

  private static final List<String> CIPHERS =
      List.of(
          "TLS_AES_256_GCM_SHA384",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_AES_128_GCM_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

  /** The time for sending close_notify, in milliseconds. */
  private static final long CLOSE_NOTIFY_MILLIS = 1000;

  static {
    // The JDK has no other switch for it, and reads it when TLS is first used.
    System.setProperty("jdk.tls.rejectClientInitiatedRenegotiation", "true");
  }

  private final String listener;
  private final ClientAuthentication clients;
  private final Executor handshakes;
  private volatile SslContext current;

  private TlsServer(
      String listener, ClientAuthentication clients, Executor handshakes, SslBundle bundle) {
    this.listener = listener;
    this.clients = clients;
    this.handshakes = handshakes;
    this.current = context(bundle);
  }

  /**
   * Creates the server side of TLS for a listener, and follows the updates of its bundle.
   *
   * @param handshakes runs the computations of handshakes
   * @throws ListenerException if the bundle is missing or unusable
   */
  public static TlsServer of(
      String listener,
      String bundle,
      ClientAuthentication clients,
      SslBundles bundles,
      Executor handshakes) {
    try {
      TlsServer tls = new TlsServer(listener, clients, handshakes, bundles.getBundle(bundle));
      bundles.addBundleUpdateHandler(bundle, tls::renew);
      return tls;
    } catch (NoSuchSslBundleException missing) {
      throw new ListenerException(
          "Listener " + listener + " cannot have ssl-bundle " + bundle + ": there is none.",
          missing);
    }
  }

  private void renew(SslBundle renewed) {
    try {
      current = context(renewed);
      log.info("Listener {} has a new certificate, for connections from now on", listener);
    } catch (RuntimeException unusable) {
      log.error("Listener {} keeps its certificate: {}", listener, unusable.getMessage());
    }
  }

  private SslContext context(SslBundle bundle) {
    SslOptions options = bundle.getOptions();
    String[] protocols = options.getEnabledProtocols();
    String[] ciphers = options.getCiphers();
    try {
      require(bundle);
      SslContextBuilder builder =
          SslContextBuilder.forServer(bundle.getManagers().getKeyManagerFactory());
      return (clients == ClientAuthentication.ANY
              ? builder.trustManager(new FingerprintTrust())
              : builder.trustManager(bundle.getManagers().getTrustManagerFactory()))
          .sslProvider(SslProvider.JDK)
          .clientAuth(
              switch (clients) {
                case NONE -> ClientAuth.NONE;
                case ANY, WANT -> ClientAuth.OPTIONAL;
                case NEED -> ClientAuth.REQUIRE;
              })
          .protocols(protocols == null ? PROTOCOLS : protocols)
          .ciphers(
              ciphers == null ? CIPHERS : List.of(ciphers), SupportedCipherSuiteFilter.INSTANCE)
          .build();
    } catch (ListenerException known) {
      throw known;
    } catch (SSLException | RuntimeException unusable) {
      throw new ListenerException(
          "Listener " + listener + " cannot use its ssl-bundle: " + reason(unusable) + ".",
          unusable);
    }
  }

  /** Checks the bundle. One without a truststore would trust every CA that the JDK trusts. */
  private void require(SslBundle bundle) {
    if (clients.isTrusting() && bundle.getStores().getTrustStore() == null) {
      throw new ListenerException(
          "Listener "
              + listener
              + " has client-auth on, but its ssl-bundle has no truststore to check with.");
    }
    String problem = CertifiedKey.problem(bundle);
    if (problem != null) {
      throw new ListenerException(
          "Listener " + listener + " cannot use its ssl-bundle: " + problem + ".");
    }
  }

  private static String reason(Throwable unusable) {
    Throwable cause = unusable;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    boolean missing =
        cause instanceof FileNotFoundException || cause instanceof NoSuchFileException;
    return missing ? "there is no file " + cause.getMessage() : String.valueOf(cause.getMessage());
  }

  /** Returns what runs the computations of handshakes. */
  Executor handshakes() {
    return handshakes;
  }

  /**
   * Returns the handler that encrypts a new connection.
   *
   * @param computations runs the computations of its handshake
   */
  SslHandler newHandler(ByteBufAllocator allocator, Executor computations) {
    SslHandler handler = current.newHandler(allocator, computations);
    SSLParameters parameters = handler.engine().getSSLParameters();
    parameters.setUseCipherSuitesOrder(true);
    handler.engine().setSSLParameters(parameters);
    handler.setHandshakeTimeoutMillis(0); // TlsHandshakeHandler has the timeout.
    handler.setCloseNotifyFlushTimeoutMillis(CLOSE_NOTIFY_MILLIS);
    return handler;
  }
}
