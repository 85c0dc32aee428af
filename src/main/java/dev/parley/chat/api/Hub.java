package dev.parley.chat.api;

import java.util.List;

/**
 * Hands events to the transports of those who are to see them. It has no state and never blocks.
 */
public final class Hub {

  private Hub() {}

  /** Shows an event to these audiences; one whose transport fails is left out. */
  public static void deliver(Event event, List<Audience> audiences, ChatMetrics monitor) {
    for (Audience audience : audiences) {
      try {
        audience.transport().deliver(event, audience);
      } catch (RuntimeException | Error fault) {
        monitor.failed("Showing an event", fault);
      }
    }
  }
}
