package dev.parley.tcp.send;

import dev.parley.chat.api.Event;
import java.util.List;

/**
 * Holds an event and its receivers, as the payload of an outbound message.
 *
 * @param encoded the event, encoded at the first use
 * @param groups the receivers, grouped by event loop
 * @param handedOverNanos the {@link System#nanoTime} at which the core handed the event over
 */
record Fanout(EncodedEvent encoded, List<Group> groups, long handedOverNanos) {

  Event event() {
    return encoded.event();
  }

  /** Holds the receivers that one event loop serves. */
  record Group(EventLoopWriter writer, List<Recipient> receivers) {}
}
