package dev.parley.tcp;

import dev.parley.chat.moderation.AddressRange;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Holds the settings of one listener: {@code parley.listeners.<name>.*}.
 *
 * @param port TCP port; 0 takes a free one
 * @param address address to listen on
 * @param protocol protocol of the listener: line, raw, web or irc
 * @param enabled whether the listener is started
 * @param sslBundle name of the SSL bundle (spring.ssl.bundle) for TLS; unset for plain TCP
 * @param tlsOnly whether the listener is started only where it has an SSL bundle
 * @param clientAuth with an SSL bundle, whether clients show a certificate: none, any (if they have
 *     one; its fingerprint alone counts), want (if they have one, which has to be trusted) or need
 *     (a trusted one); unset, it is any with the protocol irc, and none otherwise
 * @param proxyProtocol whether a PROXY protocol header (version 1 or 2) comes first
 * @param trustedProxies networks whose PROXY protocol headers are believed; nobody else can
 *     connect. With the protocol web and without proxy-protocol, networks whose X-Forwarded-For is
 *     believed; everyone can connect
 * @param handshake with the protocol raw, how a client gives its name: none (it is a guest) or name
 *     (its first message is its name, and the answer is the server's name)
 * @param allowedOrigins with the protocol web, origins of pages that may connect, besides that of
 *     the listener itself
 */
public record ListenerProperties(
    @Min(0) @Max(65535) int port,
    @DefaultValue("0.0.0.0") String address,
    @DefaultValue("line") String protocol,
    @DefaultValue("true") boolean enabled,
    @Nullable String sslBundle,
    @DefaultValue("false") boolean tlsOnly,
    @Nullable ClientAuthentication clientAuth,
    @DefaultValue("false") boolean proxyProtocol,
    @DefaultValue List<AddressRange> trustedProxies,
    @DefaultValue("none") Handshake handshake,
    @DefaultValue List<Origin> allowedOrigins) {

  /**
   * Returns how clients are asked for a certificate. Only clients of IRC are, unless it is set:
   * browsers would ask people, and a pipe that ends with its handshake would be cut off.
   */
  public ClientAuthentication clientAuthentication() {
    if (clientAuth != null) {
      return clientAuth;
    }
    return protocol.equals("irc") ? ClientAuthentication.ANY : ClientAuthentication.NONE;
  }

  /** Returns whether the listener is started. */
  public boolean isStarted() {
    return enabled && (!tlsOnly || sslBundle != null);
  }

  /** Enumerates the ways to ask clients for a certificate. */
  public enum ClientAuthentication {
    /** Does not ask. */
    NONE,
    /** Asks; a certificate that is shown is known by its fingerprint, whoever has issued it. */
    ANY,
    /** Asks; a certificate that is shown has to be trusted. */
    WANT,
    /** Requires a trusted certificate. */
    NEED;

    /** Returns whether certificates have to be trusted. */
    public boolean isTrusting() {
      return this == WANT || this == NEED;
    }
  }

  /** Enumerates the ways in which a raw client gives its name. */
  public enum Handshake {
    /** Gives none: it is a guest. */
    NONE,
    /** Takes the first message as the name, and answers with the server's name. */
    NAME
  }
}
