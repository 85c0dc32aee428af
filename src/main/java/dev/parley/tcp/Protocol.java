package dev.parley.tcp;

import dev.parley.chat.Event;

/**
 * A way to talk over a connection. Each implementation is a bean, has one instance, and is safe for
 * use from any thread.
 */
public interface Protocol {

  /** The name by which a listener's configuration chooses it. */
  String name();

  /** Takes up a new connection. Called on the connection's event loop. */
  Conversation converse(Peer peer);

  /**
   * In how many ways an event can look in this protocol. {@link Conversation#style} says which of
   * them one receiver sees.
   */
  int styles();

  /**
   * An event as bytes, in the style of that number. The result depends on nothing else, as it is
   * shared by all receivers that see the style. Called at most a few times for each event.
   */
  byte[] render(Event event, int style);

  /**
   * What stands between two pieces, rendered or written, that leave in one write. Nothing, where
   * each piece ends by itself.
   */
  default byte[] separator() {
    return new byte[0];
  }
}
