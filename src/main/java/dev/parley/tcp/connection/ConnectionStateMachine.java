package dev.parley.tcp.connection;

import dev.parley.tcp.connection.ConnectionEvent.CloseRequested;
import dev.parley.tcp.connection.ConnectionEvent.Failed;
import dev.parley.tcp.connection.ConnectionEvent.Signal;
import dev.parley.tcp.connection.ConnectionState.Closed;
import dev.parley.tcp.connection.ConnectionState.Closing;
import dev.parley.tcp.connection.ConnectionState.Draining;
import dev.parley.tcp.connection.ConnectionState.Ending;
import dev.parley.tcp.connection.ConnectionState.Input;
import dev.parley.tcp.connection.ConnectionState.Lingering;
import dev.parley.tcp.connection.ConnectionState.Open;
import dev.parley.tcp.connection.ConnectionState.Opening;
import dev.parley.tcp.connection.ConnectionState.Serving;
import dev.parley.tcp.connection.ConnectionState.Unreachable;

/**
 * Defines the life of a connection: the table of all transitions between {@link ConnectionState}s.
 *
 * <pre>
 *                  OPENED              SENDING_FAILED
 *     +---------+         +----------+                +-------------+
 *     | Opening |--------&gt;|   Open   |---------------&gt;| Unreachable |
 *     +---------+         | (input)  |                |   (input)   |
 *       |     |           +----------+                +-------------+
 *       |     |             |      |                         |
 *       |     |   Failed    |      |         Failed          |
 *       |     +-------------|------+------------+------------+ CloseRequested
 *       |   CloseRequested  |                   |
 *       +---------+---------+                   v
 *                 v                        +---------+
 *            +----------+                  | Closing |
 *            | Draining |                  +---------+
 *            +----------+                       |
 *              |      |                         | CHANNEL_CLOSED
 *  OUTPUT_SHUT |      | CHANNEL_CLOSED          v
 *              v      |                    +--------+
 *       +-----------+ +-------------------&gt;| Closed |
 *       | Lingering |---------------------&gt;|        |
 *       +-----------+   CHANNEL_CLOSED     +--------+
 * </pre>
 *
 * <p>Beside it, the input of an open or unreachable connection ends. (While the connection ends, it
 * is only noted whether the input is over.)
 *
 * <pre>
 *     +------+  INPUT_ENDED       +-----------+  INPUT_CONSUMED
 *     | OPEN |-------------------&gt;| ENDED     |----------------+
 *     +------+                    +-----------+                v
 *       | | |   INPUT_TRUNCATED   +-----------+          +----------+
 *       | | +--------------------&gt;| TRUNCATED |---------&gt;| CONSUMED |
 *       | |                       +-----------+          +----------+
 *       | |     INPUT_BROKEN      +-----------+
 *       | +----------------------&gt;| BROKEN    |----&gt; Failed, once all input is carried out
 *       | RESET_SEEN              +-----------+
 *       |      +-------+  INPUT_*       ^
 *       +-----&gt;| RESET |----------------+
 *              +-------+
 * </pre>
 *
 * <p>An event that comes too late changes nothing: the input ends once, and the first reason to end
 * is the one that counts. An event that cannot come is a bug, and refused. Without state, so
 * thread-safe.
 */
final class ConnectionStateMachine {

  private ConnectionStateMachine() {}

  /**
   * Returns the state that an event leads to, the same one where it changes nothing.
   *
   * @throws IllegalStateException if the event cannot come in that state
   */
  static ConnectionState next(ConnectionState state, ConnectionEvent event) {
    return switch (state) {
      case Opening opening -> nextOfOpening(opening, event);
      case Serving serving -> nextOfServing(serving, event);
      case Ending ending -> nextOfEnding(ending, event);
    };
  }

  private static ConnectionState nextOfOpening(Opening state, ConnectionEvent event) {
    return switch (event) {
      case CloseRequested(var why) -> new Draining(why, false);
      case Failed(var why) -> new Closing(why);
      case Signal signal ->
          switch (signal) {
            case OPENED -> Open.BOTH_WAYS;
            case INPUT_ENDED,
                INPUT_TRUNCATED,
                INPUT_BROKEN,
                RESET_SEEN,
                INPUT_CONSUMED,
                SENDING_FAILED,
                OUTPUT_SHUT,
                CHANNEL_CLOSED ->
                throw forbidden(state, event);
          };
    };
  }

  private static ConnectionState nextOfServing(Serving state, ConnectionEvent event) {
    return switch (event) {
      case CloseRequested(var why) when state instanceof Open ->
          new Draining(why, state.isInputOver());
      case CloseRequested(var why) -> new Closing(why);
      case Failed(var why) -> new Closing(why);
      case Signal signal ->
          switch (signal) {
            case SENDING_FAILED -> state instanceof Open ? new Unreachable(state.input()) : state;
            case INPUT_ENDED, INPUT_TRUNCATED, INPUT_BROKEN, RESET_SEEN, INPUT_CONSUMED ->
                with(state, nextOfInput(state, signal));
            case OPENED, OUTPUT_SHUT, CHANNEL_CLOSED -> throw forbidden(state, event);
          };
    };
  }

  private static Serving with(Serving state, Input input) {
    if (input == state.input()) {
      return state;
    }
    return state instanceof Open ? new Open(input) : new Unreachable(input);
  }

  private static Input nextOfInput(Serving state, Signal signal) {
    return switch (state.input()) {
      case OPEN ->
          switch (signal) {
            case INPUT_ENDED -> Input.ENDED;
            case INPUT_TRUNCATED -> Input.TRUNCATED;
            case INPUT_BROKEN -> Input.BROKEN;
            case RESET_SEEN -> Input.RESET;
            case OPENED, INPUT_CONSUMED, SENDING_FAILED, OUTPUT_SHUT, CHANNEL_CLOSED ->
                throw forbidden(state, signal);
          };
      case RESET ->
          switch (signal) {
            case INPUT_ENDED, INPUT_TRUNCATED, INPUT_BROKEN -> Input.BROKEN;
            case RESET_SEEN -> Input.RESET;
            case OPENED, INPUT_CONSUMED, SENDING_FAILED, OUTPUT_SHUT, CHANNEL_CLOSED ->
                throw forbidden(state, signal);
          };
      case ENDED, TRUNCATED -> signal == Signal.INPUT_CONSUMED ? Input.CONSUMED : state.input();
      case BROKEN, CONSUMED -> {
        if (signal == Signal.INPUT_CONSUMED) {
          throw forbidden(state, signal);
        }
        yield state.input();
      }
    };
  }

  private static ConnectionState nextOfEnding(Ending state, ConnectionEvent event) {
    return switch (event) {
      case CloseRequested _, Failed _ -> state;
      case Signal signal ->
          switch (signal) {
            case INPUT_ENDED, INPUT_TRUNCATED, INPUT_BROKEN -> withoutInput(state);
            case OPENED, RESET_SEEN, SENDING_FAILED -> state;
            case OUTPUT_SHUT -> {
              if (state instanceof Draining(var why, boolean inputOver)) {
                yield new Lingering(why, inputOver);
              }
              throw forbidden(state, event);
            }
            case CHANNEL_CLOSED -> state instanceof Closed ? state : new Closed(state.why());
            case INPUT_CONSUMED -> throw forbidden(state, event);
          };
    };
  }

  private static Ending withoutInput(Ending state) {
    if (state.isInputOver()) {
      return state;
    }
    return switch (state) {
      case Draining(var why, _) -> new Draining(why, true);
      case Lingering(var why, _) -> new Lingering(why, true);
      case Closing _, Closed _ -> state;
    };
  }

  private static IllegalStateException forbidden(ConnectionState state, ConnectionEvent event) {
    return new IllegalStateException(event + " cannot come in " + state);
  }
}
