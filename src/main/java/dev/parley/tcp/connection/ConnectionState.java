package dev.parley.tcp.connection;

import dev.parley.chat.api.Disconnect;

/**
 * Represents a phase in the life of a connection. {@link ConnectionStateMachine} has the diagram
 * and the transitions. Immutable.
 *
 * <p>The following are no phases, and are kept elsewhere: paused reading, bytes in the send queue,
 * a replay in progress, and the rejection of a connection, which is then not counted.
 */
sealed interface ConnectionState {

  /** Returns true if bytes that are written now are sent. */
  boolean isWritable();

  /** Returns true once the end of the input was seen. */
  boolean isInputOver();

  /** Returns true once the connection ends and the conversation has been notified. */
  default boolean isEnding() {
    return this instanceof Ending;
  }

  /** Returns true if the end of the input waits for the input before it to be handled. */
  default boolean isInputEndPending() {
    return this instanceof Serving serving && serving.input().isEndPending();
  }

  /** Describes the input of a connection that is served. */
  enum Input {
    /** More may be received. */
    OPEN(false),
    /** Sending has failed with a reset: more may be left to read, and then the input is broken. */
    RESET(false),
    /** The other side closed its end in order. */
    ENDED(true),
    /** TLS was cut off without a close_notify (RFC 8446, section 6.1): the last line is dropped. */
    TRUNCATED(true),
    /** The other side is gone: once its input is handled, the connection is lost. */
    BROKEN(true),
    /** The conversation has received the end of the input. */
    CONSUMED(true);

    private final boolean over;

    Input(boolean over) {
      this.over = over;
    }

    boolean isOver() {
      return over;
    }

    boolean isEndPending() {
      return over && this != CONSUMED;
    }
  }

  /** Waits for the TLS handshake, or for the decision to reject the connection. */
  record Opening() implements ConnectionState {
    @Override
    public boolean isWritable() {
      return true;
    }

    @Override
    public boolean isInputOver() {
      return false;
    }
  }

  /** Groups the states in which the input is handled. */
  sealed interface Serving extends ConnectionState {
    /** Returns the state of the input. */
    Input input();

    @Override
    default boolean isInputOver() {
      return input().isOver();
    }
  }

  /** Serves the other side; half-closed by it, where its input is over. */
  record Open(Input input) implements Serving {

    /** The state that almost every connection is in: a constant, to be compared by identity. */
    static final Open BOTH_WAYS = new Open(Input.OPEN);

    @Override
    public boolean isWritable() {
      return true;
    }
  }

  /** Handles the rest of the input of a peer to which nothing can be sent any more. */
  record Unreachable(Input input) implements Serving {
    @Override
    public boolean isWritable() {
      return false;
    }
  }

  /** Groups the states of a connection that ends. */
  sealed interface Ending extends ConnectionState {
    /** Returns the reason, which is the first that was given. */
    Disconnect why();

    @Override
    default boolean isWritable() {
      return false;
    }
  }

  /** Sends the output written before and the last bytes. */
  record Draining(Disconnect why, boolean isInputOver) implements Ending {}

  /** Has shut down its output, and discards input until the other side closes its end too. */
  record Lingering(Disconnect why, boolean isInputOver) implements Ending {}

  /** Ends without last bytes: the channel is being closed. */
  record Closing(Disconnect why) implements Ending {
    @Override
    public boolean isInputOver() {
      return true;
    }
  }

  /** Has released its resources; its channel is closed. */
  record Closed(Disconnect why) implements Ending {
    @Override
    public boolean isInputOver() {
      return true;
    }
  }
}
