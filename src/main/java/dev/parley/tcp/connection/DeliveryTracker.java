package dev.parley.tcp.connection;

import dev.parley.tcp.Conversation;
import dev.parley.tcp.send.AckTracker;
import dev.parley.tcp.send.AcknowledgedBytes;
import dev.parley.tcp.send.SendQueue;
import dev.parley.tcp.tls.TlsByteCounter;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/**
 * Records with the session the lines that have arrived at the other side, so that a resumed session
 * is shown all others. A line counts as arrived when the other side's system has acknowledged it;
 * where the operating system does not tell (all but Linux), when this side's system has taken it.
 * Confined to the connection's event loop.
 */
final class DeliveryTracker {

  private final Channel channel;
  private final SendQueue sendQueue;
  private final Conversation conversation;
  private final AckTracker lines;
  private @Nullable TlsByteCounter tlsBytes;

  DeliveryTracker(Channel channel, SendQueue sendQueue, Conversation conversation) {
    this.channel = channel;
    this.sendQueue = sendQueue;
    this.conversation = conversation;
    this.lines =
        new AckTracker(
            this::arrivedBytes, (epoch, offset) -> conversation.session().shown(epoch, offset));
  }

  /** Counts the bytes that are sent from now on through an encryption. */
  void encrypts(TlsByteCounter bytes) {
    tlsBytes = bytes;
  }

  /** Tracks that the output queued so far shows a room's lines up to an offset of the epoch. */
  void track(String epoch, long offset) {
    if (conversation.tracksArrivals()) {
      lines.record(epoch, offset, sendQueue.sentBytes());
    }
  }

  /**
   * Records the lines that have arrived by now. Called before the channel is closed, as the system
   * tells nothing afterwards.
   */
  void recordArrived() {
    lines.reportAcknowledged();
  }

  /** Returns a number that grows whenever the other side, or the operating system, takes bytes. */
  long takenBytes() {
    long acknowledged = AcknowledgedBytes.of(channel);
    return acknowledged == AcknowledgedBytes.UNKNOWN ? sendQueue.takenBytes() : acknowledged;
  }

  private long arrivedBytes() {
    long acknowledged = AcknowledgedBytes.of(channel);
    if (acknowledged == AcknowledgedBytes.UNKNOWN) {
      return channel.isOpen() ? sendQueue.takenBytes() : AcknowledgedBytes.UNKNOWN;
    }
    TlsByteCounter encrypted = tlsBytes;
    return encrypted == null ? acknowledged : encrypted.arrived(acknowledged);
  }
}
