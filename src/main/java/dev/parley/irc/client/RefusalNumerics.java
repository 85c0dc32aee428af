package dev.parley.irc.client;

import dev.parley.chat.api.Refusal;
import dev.parley.irc.output.Numeric;

/** Lists the numeric replies to refusals of the core. */
final class RefusalNumerics {

  private RefusalNumerics() {}

  /** The text for the name of an account, whose owner logs in by other commands than elsewhere. */
  private static final String REGISTERED =
      "Nickname is registered: its owner logs in by SASL or PASS";

  /** Returns the text of a refusal: the usual one, unless the core's says more than that. */
  static String text(Refusal refusal, String text) {
    return switch (refusal) {
      case NAME_RESERVED -> REGISTERED;
      case NO_SUCH_ROOM,
          NO_SUCH_NICK,
          NOT_A_MEMBER,
          WRONG_KEY,
          ROOM_FULL,
          INVITE_ONLY,
          NAME_TAKEN,
          EMPTY_TEXT ->
          of(refusal).text();
      default -> text;
    };
  }

  static Numeric of(Refusal refusal) {
    return switch (refusal) {
      case MALFORMED_NAME, NO_SUCH_ROOM -> Numeric.NO_SUCH_CHANNEL;
      case NO_SUCH_NICK, NOT_AVAILABLE -> Numeric.NO_SUCH_NICK;
      case NOT_A_MEMBER -> Numeric.NOT_ON_CHANNEL;
      case NOT_ALLOWED, MISSING_SCOPE -> Numeric.CHANNEL_OPERATOR_NEEDED;
      case ROOM_FULL -> Numeric.CHANNEL_IS_FULL;
      case WRONG_KEY -> Numeric.BAD_CHANNEL_KEY;
      case INVITE_ONLY -> Numeric.INVITE_ONLY;
      case BANNED, NOT_LET_IN -> Numeric.BANNED_FROM_CHANNEL;
      case TOO_MANY_ROOMS -> Numeric.TOO_MANY_CHANNELS;
      case TOO_MANY_BANS -> Numeric.BAN_LIST_FULL;
      case MODERATED, READ_ONLY, MUTED, SLOW_MODE -> Numeric.CANNOT_SEND_TO_CHANNEL;
      case NAME_TAKEN, NAME_RESERVED -> Numeric.NICKNAME_IN_USE;
      case EMPTY_TEXT -> Numeric.NO_TEXT_TO_SEND;
      case LINE_TOO_LONG -> Numeric.INPUT_TOO_LONG;
      case WRONG_CREDENTIALS, TOO_MANY_GUESSES, ACCOUNT_DISABLED, UNFIT_PASSWORD ->
          Numeric.PASSWORD_MISMATCH;
      case INVALID_VALUE,
          MISSING_ARGUMENT,
          UNKNOWN_COMMAND,
          NOT_ARRIVED,
          ALREADY_DONE,
          UNKNOWN_TOKEN,
          NO_SUCH_ACCOUNT,
          ACCOUNT_EXISTS,
          NO_SUCH_TOKEN,
          TOKEN_EXISTS,
          NO_SUCH_CERTIFICATE,
          CERTIFICATE_EXISTS,
          TOO_MANY_CERTIFICATES,
          TOO_MANY_ALWAYS_ON,
          NO_SUCH_CLIENT,
          NO_SUCH_MESSAGE,
          ROOM_EXISTS,
          ROOM_RENAMED,
          LOBBY_STAYS,
          TOO_MANY_IGNORED,
          TOO_MANY_KEYS,
          NO_SUCH_KEY,
          MALFORMED_KEY,
          TOO_MANY_JOINS,
          TOO_MANY_RENAMES,
          NO_SUCH_BAN,
          NOT_UTF8,
          MALFORMED_INPUT,
          LOG_UNAVAILABLE,
          SERVER_BUSY,
          SERVER_FAULT ->
          Numeric.UNKNOWN_ERROR;
    };
  }
}
