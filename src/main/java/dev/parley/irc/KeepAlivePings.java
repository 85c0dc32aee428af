package dev.parley.irc;

import dev.parley.chat.api.Disconnect;
import dev.parley.irc.client.IrcServer;
import dev.parley.irc.message.IrcMessage;
import dev.parley.tcp.Peer;
import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * Asks a silent client for a sign of life, and closes its connection where none comes. Confined to
 * the event loop of the connection.
 */
final class KeepAlivePings {

  private final IrcServer server;
  private final Peer peer;
  private final UnaryOperator<byte[]> encoder;
  private long heardNanos = System.nanoTime();

  KeepAlivePings(IrcServer server, Peer peer, UnaryOperator<byte[]> encoder) {
    this.server = server;
    this.peer = peer;
    this.encoder = encoder;
  }

  void start() {
    Duration interval = server.properties().pingInterval();
    if (!interval.isZero()) {
      peer.schedule(interval, this::check);
    }
  }

  /** Records that something came. */
  void heard() {
    heardNanos = System.nanoTime();
  }

  private Duration silence() {
    return Duration.ofNanos(System.nanoTime() - heardNanos);
  }

  private void check() {
    Duration left = server.properties().pingInterval().minus(silence());
    if (left.isPositive()) {
      peer.schedule(left, this::check);
      return;
    }
    peer.write(encoder.apply(IrcMessage.of(server.name(), "PING", server.name()).bytes()));
    long before = heardNanos;
    peer.schedule(
        server.properties().pingTimeout(),
        () -> {
          if (heardNanos == before) {
            peer.close(new Disconnect(Disconnect.Reason.CONNECTION_LOST, "ping timeout"));
          } else {
            check();
          }
        });
  }
}
