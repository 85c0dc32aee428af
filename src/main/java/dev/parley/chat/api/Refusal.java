package dev.parley.chat.api;

import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import java.util.Locale;

/**
 * Enumerates the reasons why a request is refused. The catalogue is closed, so that it can be
 * counted.
 */
public enum Refusal {
  /** A name that breaks {@link Nick#RULE} or {@link RoomName#RULE}. */
  MALFORMED_NAME,
  /** A key of metadata that breaks its rule. */
  MALFORMED_KEY,
  /** A value that is out of its bounds or of the wrong kind. */
  INVALID_VALUE,
  /** An argument of the command is missing. */
  MISSING_ARGUMENT,
  /** There is no such command. */
  UNKNOWN_COMMAND,
  /** The command is not available on this server. */
  NOT_AVAILABLE,
  /** A name is required first. */
  NOT_ARRIVED,
  /** The request can be made only once. */
  ALREADY_DONE,
  /** The token does not resume any session. */
  UNKNOWN_TOKEN,
  /** Someone else has the name. */
  NAME_TAKEN,
  /** The name is reserved for the owner of an account, or for the server. */
  NAME_RESERVED,
  /** The name or the password of an account, or the token, is wrong. */
  WRONG_CREDENTIALS,
  /** Too many guesses at passwords are waiting. */
  TOO_MANY_GUESSES,
  /** A password that is too short, too long, or not one line. */
  UNFIT_PASSWORD,
  /** The account is disabled. */
  ACCOUNT_DISABLED,
  /** There is no such account. */
  NO_SUCH_ACCOUNT,
  /** There is such an account already. */
  ACCOUNT_EXISTS,
  /** There is no such token. */
  NO_SUCH_TOKEN,
  /** There is a token of that name already. */
  TOKEN_EXISTS,
  /** The account has no such certificate. */
  NO_SUCH_CERTIFICATE,
  /** The certificate belongs to an account already. */
  CERTIFICATE_EXISTS,
  /** The account has as many certificates as it may have. */
  TOO_MANY_CERTIFICATES,
  /** As many accounts are always on as may be. */
  TOO_MANY_ALWAYS_ON,
  /** The token lacks the scope. */
  MISSING_SCOPE,
  /** There is no such room. */
  NO_SUCH_ROOM,
  /** There is no person of that name. */
  NO_SUCH_NICK,
  /** The person or room has no value of that key. */
  NO_SUCH_KEY,
  /** There is no such connection. */
  NO_SUCH_CLIENT,
  /** There is no line at that offset. */
  NO_SUCH_MESSAGE,
  /** Membership of the room is required. */
  NOT_A_MEMBER,
  /** There is such a room already. */
  ROOM_EXISTS,
  /** The room has another name now. */
  ROOM_RENAMED,
  /** The room has as many members as it may have. */
  ROOM_FULL,
  /** The room's key is missing or wrong. */
  WRONG_KEY,
  /** The lobby cannot be changed or deleted. */
  LOBBY_STAYS,
  /** The session is in as many rooms as it may be in. */
  TOO_MANY_ROOMS,
  /** The session ignores as many names as it may. */
  TOO_MANY_IGNORED,
  /** The slow mode of the room requires a wait. */
  SLOW_MODE,
  /** The role does not permit the request. */
  NOT_ALLOWED,
  /** A ban applies to the person. */
  BANNED,
  /** The lockdown level does not admit the person. */
  NOT_LET_IN,
  /** The room is by invitation only. */
  INVITE_ONLY,
  /** The room is moderated, and the role does not include a voice. */
  MODERATED,
  /** The room is read-only for everyone but its owners. */
  READ_ONLY,
  /** The person is muted in the room. */
  MUTED,
  /** The session joins rooms faster than it may. */
  TOO_MANY_JOINS,
  /** The session changes its name, or that of a room, more often than it may. */
  TOO_MANY_RENAMES,
  /** The room has as many bans as it may have. */
  TOO_MANY_BANS,
  /** The person or room has as many keys as it may have. */
  TOO_MANY_KEYS,
  /** There is no such ban. */
  NO_SUCH_BAN,
  /** A line longer than the limit. */
  LINE_TOO_LONG,
  /** A line that is not UTF-8. */
  NOT_UTF8,
  /** JSON input that is malformed or not of the expected form. */
  MALFORMED_INPUT,
  /** The text is empty once cleaned. */
  EMPTY_TEXT,
  /** The log cannot be written now. */
  LOG_UNAVAILABLE,
  /** The queue of passwords to be checked is full. */
  SERVER_BUSY,
  /** An internal fault of the server. */
  SERVER_FAULT;

  /** Returns a stable name for machines: {@code no_such_room}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
