package dev.parley.tcp.connection;

import dev.parley.chat.api.Disconnect;

/** Represents what happens to a connection and may change its {@link ConnectionState}. */
sealed interface ConnectionEvent {

  /** Lists the events that carry nothing. */
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
    /** All input is carried out, and its end is given to the conversation. */
    INPUT_CONSUMED,
    /** Nothing can be sent any more. */
    SENDING_FAILED,
    /** The last bytes are sent, and the sending side is shut. */
    OUTPUT_SHUT,
    /** The channel is closed. */
    CHANNEL_CLOSED
  }

  /** Asks for an end that sends the last bytes. */
  record CloseRequested(Disconnect why) implements ConnectionEvent {}

  /** Ends the connection at once. */
  record Failed(Disconnect why) implements ConnectionEvent {}
}
