package dev.parley.chat.api;

import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import java.util.Locale;

/**
 * Why something that was asked for is not done. The catalogue is closed, so that it can be counted.
 */
public enum Refusal {
  /** A name that breaks {@link Nick#RULE} or {@link RoomName#RULE}. */
  MALFORMED_NAME,
  /** A value that is out of its bounds or of the wrong kind. */
  INVALID_VALUE,
  /** The command wants more than was given. */
  MISSING_ARGUMENT,
  /** There is no such command. */
  UNKNOWN_COMMAND,
  /** The command exists, but not on this server. */
  NOT_AVAILABLE,
  /** It needs a name first. */
  NOT_ARRIVED,
  /** It can be done once only. */
  ALREADY_DONE,
  /** No session can be come back to with that token. */
  UNKNOWN_TOKEN,
  /** Someone else has the name. */
  NAME_TAKEN,
  /** The name is kept for the one whose account it is, or for the server. */
  NAME_RESERVED,
  /** The name or the password of an account, or the token, is wrong. */
  WRONG_CREDENTIALS,
  /** Too many guesses at passwords are waiting. */
  TOO_MANY_GUESSES,
  /** A password that is too short, too long, or not one line. */
  UNFIT_PASSWORD,
  /** Nobody can log in to the account. */
  ACCOUNT_DISABLED,
  /** There is no such account. */
  NO_SUCH_ACCOUNT,
  /** There is such an account already. */
  ACCOUNT_EXISTS,
  /** There is no such token. */
  NO_SUCH_TOKEN,
  /** There is a token of that name already. */
  TOKEN_EXISTS,
  /** The token is not good for this. */
  MISSING_SCOPE,
  /** There is no such room. */
  NO_SUCH_ROOM,
  /** There is nobody of that name. */
  NO_SUCH_NICK,
  /** There is no such connection. */
  NO_SUCH_CLIENT,
  /** There is no line at that offset. */
  NO_SUCH_MESSAGE,
  /** It needs membership of the room. */
  NOT_A_MEMBER,
  /** There is such a room already. */
  ROOM_EXISTS,
  /** The room has as many members as it may have. */
  ROOM_FULL,
  /** The room's key is missing or wrong. */
  WRONG_KEY,
  /** The lobby stays as it is. */
  LOBBY_STAYS,
  /** More rooms than one session may be in. */
  TOO_MANY_ROOMS,
  /** More names than one session may ignore. */
  TOO_MANY_IGNORED,
  /** The room lets each member speak only so often. */
  SLOW_MODE,
  /** It is for those who keep order, or for a higher role than one has. */
  NOT_ALLOWED,
  /** A ban keeps one out. */
  BANNED,
  /** In an emergency, the likes of one are not let in. */
  NOT_LET_IN,
  /** The room is by invitation only. */
  INVITE_ONLY,
  /** In the room only those speak who have a voice. */
  MODERATED,
  /** In the room only its owners speak. */
  READ_ONLY,
  /** One is muted in the room. */
  MUTED,
  /** Rooms are joined faster than one session may. */
  TOO_MANY_JOINS,
  /** The name is changed more often than one session may. */
  TOO_MANY_RENAMES,
  /** The room has as many bans as it may have. */
  TOO_MANY_BANS,
  /** There is no such ban. */
  NO_SUCH_BAN,
  /** A line longer than the limit. */
  LINE_TOO_LONG,
  /** A line that is not UTF-8. */
  NOT_UTF8,
  /** Input that was meant to be JSON and is not what is expected. */
  MALFORMED_INPUT,
  /** Nothing is left of the text. */
  EMPTY_TEXT,
  /** The log does not take lines now. */
  LOG_UNAVAILABLE,
  /** So many passwords are waiting to be checked that no other is taken. */
  SERVER_BUSY,
  /** A fault of the server's own. */
  SERVER_FAULT;

  /** A stable name for machines: {@code no_such_room}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
