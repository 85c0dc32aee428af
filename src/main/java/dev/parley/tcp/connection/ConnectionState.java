package dev.parley.tcp.connection;

import dev.parley.chat.api.Disconnect;

/**
 * Represents a phase in the life of a connection. {@link ConnectionStateMachine} has the diagram
 * and the transitions. Immutable.
 *
 * <p>Not phases, and so kept elsewhere: that reading is paused, that bytes wait in the send queue,
 * that a replay is under way, that the connection was turned away and so is not counted.
 */
sealed interface ConnectionState {

  /** Returns whether bytes written now are sent. */
  boolean isWritable();

  /** Returns whether the end of the input was seen. */
  boolean isInputOver();

  /** Returns whether the connection ends, and the conversation has been told so. */
  default boolean isEnding() {
    return this instanceof Ending;
  }

  /** Returns whether the end of the input waits behind the input to be carried out. */
  default boolean isInputEndPending() {
    return this instanceof Serving serving && serving.input().isEndPending();
  }

  /** Describes the input of a connection that is served. */
  enum Input {
    /** More may come. */
    OPEN(false),
    /** Sending has met a reset: more may be left to read, and the end of it is a broken one. */
    RESET(false),
    /** The other side closed its end in order. */
    ENDED(true),
    /** TLS was cut off without a close_notify (RFC 8446, section 6.1): the last line is dropped. */
    TRUNCATED(true),
    /** The other side is gone: when what it sent is carried out, the connection is lost. */
    BROKEN(true),
    /** The conversation was given the end of the input. */
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

  /** Waits for what has to come first, a TLS handshake or the decision to turn it away. */
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

  /** Groups the states in which the input is carried out. */
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

  /** Carries out what had arrived from another side to which nothing can be sent any more. */
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

  /** Sends what was written before and the last bytes. */
  record Draining(Disconnect why, boolean isInputOver) implements Ending {}

  /** Has shut its sending side, and discards input until the other side closes its end too. */
  record Lingering(Disconnect why, boolean isInputOver) implements Ending {}

  /** Ends without last bytes: the channel is being closed. */
  record Closing(Disconnect why) implements Ending {
    @Override
    public boolean isInputOver() {
      return true;
    }
  }

  /** Has released all that it held; its channel is closed. */
  record Closed(Disconnect why) implements Ending {
    @Override
    public boolean isInputOver() {
      return true;
    }
  }
}
