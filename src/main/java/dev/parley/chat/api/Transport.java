package dev.parley.chat.api;

/**
 * Delivers events to many sessions at once (a port, implemented by each adapter that holds
 * connections).
 *
 * <p>The contract of {@link #deliver}:
 *
 * <ol>
 *   <li>It only enqueues. It never blocks and never throws, not for a receiver that is gone either.
 *   <li>What is handed over first is sent first, to each receiver.
 *   <li>A receiver for which {@link Event#concerns} is false is left out.
 *   <li>A receiver whose queue overflows is closed with {@link Disconnect.Reason#SLOW_READER};
 *       nobody else notices.
 *   <li>The event is encoded once for all receivers that see it alike.
 * </ol>
 */
public interface Transport {

  /** Shows an event to each session of an audience, all of which are served by this transport. */
  void deliver(Event event, Audience audience);
}
