package dev.parley.tcp.send;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;

/**
 * A connection as the sending side knows it. Called on its event loop, but for {@link #outbox} and
 * {@link #id}.
 */
public interface Recipient {

  /** Names the connection in the log. */
  String id();

  /** What its event loop has to send. */
  EventLoopWriter outbox();

  /** What waits to be sent to it. */
  SendQueue sendQueue();

  /** The protocol that it speaks. */
  RegisteredProtocol dialect();

  /**
   * How the other side is to see an event, {@link dev.parley.tcp.Conversation#HIDDEN} where it is
   * not, {@link dev.parley.tcp.Conversation#DEFERRED} where it is not yet.
   */
  int styleOf(Event event);

  /** Whether this is the connection of who said a line. */
  boolean isSender(Event.Posted line);

  /** Notes that what is queued so far shows a room's lines up to this offset of the epoch. */
  void showsUpTo(String epoch, long offset);

  /** Ends the connection from this side, in its place among what is sent. */
  void depart(Disconnect why);
}
