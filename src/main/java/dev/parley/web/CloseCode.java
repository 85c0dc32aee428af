package dev.parley.web;

import dev.parley.chat.api.Disconnect;

/** Enumerates the codes of close frames that the server sends (RFC 6455, section 7.4.1). */
enum CloseCode {
  /** The purpose of the connection is fulfilled. */
  NORMAL(1000),
  /** The server stops. */
  GOING_AWAY(1001),
  /** The client broke the protocol. */
  PROTOCOL_ERROR(1002),
  /** A message was binary. */
  UNSUPPORTED(1003),
  /** A message was not UTF-8. */
  NOT_UTF8(1007),
  /** The person is not to be here, or did nothing in time. */
  POLICY(1008),
  /** A message was longer than the limit. */
  TOO_LONG(1009),
  /** The server made a mistake. */
  FAULT(1011),
  /** The server has no room; later it may. */
  TRY_LATER(1013);

  private final int number;

  CloseCode(int number) {
    this.number = number;
  }

  int number() {
    return number;
  }

  /** Returns the code for a disconnect that has none of its own. */
  static CloseCode of(Disconnect.Reason reason) {
    return switch (reason) {
      case QUIT, END_OF_INPUT, INTERRUPTED, CONNECTION_LOST, TAKEN_OVER, NOT_UPGRADED -> NORMAL;
      case SHUTDOWN, MOVED -> GOING_AWAY;
      case WRONG_PROTOCOL, NO_HANDSHAKE -> PROTOCOL_ERROR;
      case KICKED,
          BANNED,
          NOT_LET_IN,
          PASSWORD_CHANGED,
          SLOW_READER,
          LOGIN_TIMEOUT,
          IDLE_TIMEOUT,
          NOT_A_PROXY ->
          POLICY;
      case SERVER_FULL, ADDRESS_FULL, ADDRESS_TOO_FAST -> TRY_LATER;
      case FAULT -> FAULT;
    };
  }
}
