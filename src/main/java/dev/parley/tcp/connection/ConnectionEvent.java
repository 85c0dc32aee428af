package dev.parley.tcp.connection;

import dev.parley.chat.api.Disconnect;

/** Represents an event that may change the {@link ConnectionState} of a connection. */
sealed interface ConnectionEvent {

  /** Enumerates the events without data. */
  enum Signal implements ConnectionEvent {
    /** The conversation has begun. */
    OPENED,
    /** The other side closed its end in order. */
    INPUT_ENDED,
    /** The other side closed its end without the close_notify of TLS. */
    INPUT_TRUNCATED,
    /** Reading failed, or the channel was closed. */
    INPUT_BROKEN,
    /** Sending failed because the other side has reset the connection. */
    RESET_SEEN,
    /** All input is handled, and the conversation has received the end of it. */
    INPUT_CONSUMED,
    /** Nothing can be sent any more. */
    SENDING_FAILED,
    /** The last bytes are sent, and the output is shut down. */
    OUTPUT_SHUT,
    /** The channel is closed. */
    CHANNEL_CLOSED
  }

  /** Requests to close the connection once the last bytes are sent. */
  record CloseRequested(Disconnect why) implements ConnectionEvent {}

  /** Ends the connection at once. */
  record Failed(Disconnect why) implements ConnectionEvent {}
}
