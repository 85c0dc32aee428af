package dev.parley.chat;

import java.util.Collection;
import java.util.List;

/**
 * Hands events to the transports of those who are to see them. It has no state and never blocks.
 */
final class Hub {

  private Hub() {}

  /** Shows an event to these sessions. */
  static void deliver(Event event, Collection<Session> receivers) {
    deliver(event, Audience.of(receivers));
  }

  /** Shows an event to these audiences. */
  static void deliver(Event event, List<Audience> audiences) {
    for (Audience audience : audiences) {
      audience.transport().deliver(event, audience);
    }
  }
}
