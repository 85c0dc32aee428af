package dev.parley.tcp.send;

import dev.parley.chat.api.Event;
import java.util.List;

/**
 * An event on its way to those who are to see it: the payload of an outbound message.
 *
 * @param renditions the event, encoded as needed
 * @param shares the receivers, those of each event loop together
 * @param bornNanos {@link System#nanoTime} when the event was handed over
 */
record Fanout(EncodedEvent renditions, List<Share> shares, long bornNanos) {

  Event event() {
    return renditions.event();
  }

  /** The receivers that one event loop serves. */
  record Share(EventLoopWriter outbox, List<Recipient> receivers) {}
}
