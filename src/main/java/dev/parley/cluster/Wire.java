package dev.parley.cluster;

/**
 * Carries messages between the nodes, as a best effort: those of one sender arrive in order and at
 * most once, or are lost. Whoever uses it has to be able to refresh from the database. Safe for use
 * from any thread.
 */
public interface Wire {

  /**
   * Sends a message to all other nodes. Does not block; while too many messages wait, further ones
   * are lost.
   *
   * @param topic the topic, without white space; versions that do not know it ignore the message
   * @param body the message, of any characters but NUL; a long one is sent in several parts
   */
  void publish(String topic, String body);

  /** Passes the messages of other nodes on a topic to a handler from now on. */
  void subscribe(String topic, Handler handler);

  /**
   * Runs a task on the wire's thread after messages may have been lost: after each connection but
   * the first, and when a message of another node is missing. It must not block.
   */
  void onReconnect(Runnable refresh);

  /** Receives messages. */
  @FunctionalInterface
  interface Handler {

    /** Receives a message. Runs on the wire's thread and must not block. */
    void received(NodeId sender, String body);
  }
}
