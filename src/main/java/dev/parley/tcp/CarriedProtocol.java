package dev.parley.tcp;

import java.util.function.UnaryOperator;

/**
 * Defines a protocol of lines that the messages of another protocol can carry, as those of a
 * WebSocket do: a message is a line, with or without its end. Thread-safe.
 */
public interface CarriedProtocol extends Protocol {

  /**
   * Creates a conversation whose output is encoded before it is written. What {@link #render} and
   * {@link Conversation#closingMessage} return is not: that is for the carrier.
   *
   * @param encoder encodes lines, each with its end
   */
  Conversation newConversation(Peer peer, UnaryOperator<byte[]> encoder);
}
