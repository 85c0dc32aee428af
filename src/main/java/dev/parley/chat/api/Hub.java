package dev.parley.chat.api;

import java.util.List;

/** Passes events to the transports of their receivers. Stateless; never blocks. */
public final class Hub {

  private Hub() {}

  /** Delivers an event to audiences; a transport that fails is reported and skipped. */
  public static void deliver(Event event, List<Audience> audiences, ChatMetrics metrics) {
    for (Audience audience : audiences) {
      try {
        audience.transport().deliver(event, audience);
      } catch (RuntimeException | Error fault) {
        metrics.failed("Showing an event", fault);
      }
    }
  }
}
