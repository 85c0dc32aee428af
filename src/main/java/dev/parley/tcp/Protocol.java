package dev.parley.tcp;

import dev.parley.chat.api.Event;

/**
 * A way to talk over a connection. Each implementation is a bean, has one instance, and is safe for
 * use from any thread.
 */
public interface Protocol {

  /** The bytes that one read returns at most, where the boundaries of reads mean something. */
  int WHOLE_READ = 16 * 1024;

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
   * How many bytes are read ahead of what can be carried out, so that what one read returns stays
   * apart from the next; 0 where the boundaries of reads mean nothing. A read is then at least
   * {@value #WHOLE_READ} bytes, if as many have come.
   */
  default int readAhead() {
    return 0;
  }

  /**
   * What stands between two pieces, rendered or written, that leave in one write. Nothing, where
   * each piece ends by itself.
   */
  default byte[] separator() {
    return new byte[0];
  }
}
