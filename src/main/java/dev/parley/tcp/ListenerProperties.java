package dev.parley.tcp;

import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * One listener.
 *
 * @param port TCP port, 0 for a free one
 * @param address address to listen on
 * @param protocol what is spoken there: line or raw
 * @param enabled whether it listens
 * @param sslBundle name of the SSL bundle to encrypt with; not supported yet
 * @param proxyProtocol whether a PROXY protocol header comes first; not supported yet
 * @param handshake with raw: how a client says its name: none (it is a guest), name (its first
 *     message is its name and the answer is the server's)
 */
public record ListenerProperties(
    @Min(0) @Max(65535) int port,
    @DefaultValue("0.0.0.0") String address,
    @DefaultValue("line") String protocol,
    @DefaultValue("true") boolean enabled,
    @Nullable String sslBundle,
    @DefaultValue("false") boolean proxyProtocol,
    @DefaultValue("none") Handshake handshake) {

  /** How a raw client says its name. */
  public enum Handshake {
    /** Not at all: it is a guest. */
    NONE,
    /** Its first message is its name, and the answer is the server's name. */
    NAME
  }
}
