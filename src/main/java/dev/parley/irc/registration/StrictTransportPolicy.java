package dev.parley.irc.registration;

import dev.parley.irc.settings.IrcProperties.StrictTransport;
import java.util.Optional;
import java.util.function.IntSupplier;

/** Makes the value by which clients are told to use encryption (IRCv3 sts). */
public final class StrictTransportPolicy {

  private final StrictTransport settings;
  private final IntSupplier securePort;

  /**
   * @param securePort returns the port of a listener with encryption, 0 for none
   */
  public StrictTransportPolicy(StrictTransport settings, IntSupplier securePort) {
    this.settings = settings;
    this.securePort = securePort;
  }

  /**
   * Returns the capability with its value for a client, empty if there is none.
   *
   * @param tls whether the client uses encryption
   * @param values whether the client understands values
   */
  Optional<String> value(boolean tls, boolean values) {
    if (settings.duration().isZero() || !values) {
      return Optional.empty();
    }
    if (tls) {
      return Optional.of(
          "sts=duration="
              + settings.duration().toSeconds()
              + (settings.preload() ? ",preload" : ""));
    }
    int port = settings.port() == 0 ? securePort.getAsInt() : settings.port();
    return port == 0 ? Optional.empty() : Optional.of("sts=port=" + port);
  }
}
