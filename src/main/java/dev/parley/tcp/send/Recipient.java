package dev.parley.tcp.send;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;

/**
 * Represents a connection that output is sent to. Called on its event loop, except {@link #writer}
 * and {@link #id}.
 */
public interface Recipient {

  /** Returns the name of the connection in the log. */
  String id();

  /** Returns the writer of its event loop. */
  EventLoopWriter writer();

  /** Returns its send queue. */
  SendQueue sendQueue();

  /** Returns its protocol. */
  RegisteredProtocol registeredProtocol();

  /**
   * Returns the style in which it is shown an event, {@link dev.parley.tcp.Conversation#HIDDEN} or
   * {@link dev.parley.tcp.Conversation#DEFERRED}.
   */
  int styleOf(Event event);

  /** Returns true if this is the connection of the sender of a line. */
  boolean isSender(Event.Posted line);

  /** Records that the output queued so far shows a room's lines up to an offset of the epoch. */
  void recordShown(String epoch, long offset);

  /** Closes the connection, after the output staged before. */
  void closeGracefully(Disconnect why);
}
