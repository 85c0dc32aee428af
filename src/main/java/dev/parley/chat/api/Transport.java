package dev.parley.chat.api;

/**
 * Delivers events to many sessions at once (a port, implemented by each adapter that holds
 * connections).
 *
 * <p>The contract of {@link #deliver}:
 *
 * <ol>
 *   <li>It only enqueues. It never blocks and never throws, not even for a receiver whose
 *       connection is closed.
 *   <li>Events are sent to each receiver in the order of the calls.
 *   <li>A receiver for which {@link Event#concerns} is false is left out.
 *   <li>A receiver whose queue overflows is closed with {@link Disconnect.Reason#SLOW_READER};
 *       nobody else notices.
 *   <li>The event is encoded once for all receivers that see it alike.
 * </ol>
 */
public interface Transport {

  /** Delivers an event to each receiver of an audience that this transport serves. */
  void deliver(Event event, Audience audience);
}
