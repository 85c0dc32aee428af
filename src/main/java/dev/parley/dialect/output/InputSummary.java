package dev.parley.dialect.output;

import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Refusal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Counts the accepted and refused lines of one connection, for the line that closes it. Lines are
 * numbered in the order of arrival, from 1. Blank lines, the name and the request to leave do not
 * count as accepted.
 */
public final class InputSummary {

  /** Maximum number of refused lines named with their reasons. */
  private static final int MAX_NAMED = 3;

  private final int lineBytes;
  private int lines;
  private int accepted;
  private int refused;
  private @Nullable List<String> named;

  /**
   * @param lineBytes maximum length of a line
   */
  public InputSummary(int lineBytes) {
    this.lineBytes = lineBytes;
  }

  /** Counts a line and returns its number. */
  public int next() {
    return ++lines;
  }

  /** Returns the number of lines counted. */
  public int lines() {
    return lines;
  }

  /** Counts a line as accepted. */
  public void accept() {
    accepted++;
  }

  /** Counts the line of that number as refused. */
  public void refuse(int line, Refusal refusal) {
    refused++;
    if (named == null) {
      named = new ArrayList<>(1);
    }
    if (named.size() < MAX_NAMED) {
      named.add("line " + line + ": " + brief(refusal));
    }
  }

  int accepted() {
    return accepted;
  }

  int refused() {
    return refused;
  }

  /** Returns the end as a clause: for an end that the client asked for, the counts of its lines. */
  String closing(Disconnect why) {
    return switch (why.reason()) {
      case QUIT, END_OF_INPUT, INTERRUPTED -> summary();
      case CONNECTION_LOST,
          KICKED,
          BANNED,
          NOT_LET_IN,
          PASSWORD_CHANGED,
          SLOW_READER,
          TAKEN_OVER,
          LOGIN_TIMEOUT,
          IDLE_TIMEOUT,
          SHUTDOWN,
          MOVED,
          SERVER_FULL,
          ADDRESS_FULL,
          ADDRESS_TOO_FAST,
          NOT_A_PROXY,
          NO_HANDSHAKE,
          NOT_UPGRADED,
          WRONG_PROTOCOL,
          FAULT ->
          OutputLines.single(why.text());
    };
  }

  private String summary() {
    String sum = OutputLines.count(accepted, "line") + " accepted";
    if (named == null) {
      return sum;
    }
    String rest = refused > named.size() ? "; and " + (refused - named.size()) + " more" : "";
    return sum + ", " + refused + " refused (" + String.join("; ", named) + rest + ")";
  }

  private String brief(Refusal refusal) {
    return switch (refusal) {
      case MALFORMED_NAME -> "not a name";
      case MALFORMED_KEY -> "not a key";
      case INVALID_VALUE -> "not a valid value";
      case MISSING_ARGUMENT -> "something is missing";
      case UNKNOWN_COMMAND -> "no such command";
      case NOT_AVAILABLE -> "not available";
      case NOT_ARRIVED -> "no name given yet";
      case ALREADY_DONE -> "done already";
      case UNKNOWN_TOKEN -> "unknown token";
      case NAME_TAKEN -> "the name is taken";
      case NAME_RESERVED -> "the name is reserved";
      case WRONG_CREDENTIALS -> "wrong name or password";
      case TOO_MANY_GUESSES -> "too many guesses";
      case UNFIT_PASSWORD -> "not a password";
      case ACCOUNT_DISABLED -> "the account is disabled";
      case NO_SUCH_ACCOUNT -> "no such account";
      case ACCOUNT_EXISTS -> "the account exists";
      case NO_SUCH_TOKEN -> "no such token";
      case TOKEN_EXISTS -> "the token exists";
      case NO_SUCH_CERTIFICATE -> "no such certificate";
      case CERTIFICATE_EXISTS -> "the certificate is taken";
      case TOO_MANY_CERTIFICATES -> "too many certificates";
      case TOO_MANY_ALWAYS_ON -> "too many accounts always on";
      case MISSING_SCOPE -> "not what the token is for";
      case NO_SUCH_ROOM -> "no such room";
      case NO_SUCH_NICK -> "nobody of that name";
      case NO_SUCH_KEY -> "no such key";
      case NO_SUCH_CLIENT -> "no such client";
      case NO_SUCH_MESSAGE -> "no such message";
      case NOT_A_MEMBER -> "not in that room";
      case ROOM_EXISTS -> "the room exists";
      case ROOM_RENAMED -> "the room has another name";
      case ROOM_FULL -> "the room is full";
      case WRONG_KEY -> "wrong key";
      case LOBBY_STAYS -> "not for the lobby";
      case TOO_MANY_ROOMS -> "too many rooms";
      case TOO_MANY_IGNORED -> "too many ignored";
      case TOO_MANY_KEYS -> "too many keys";
      case SLOW_MODE -> "slow mode";
      case NOT_ALLOWED -> "not allowed";
      case BANNED -> "banned";
      case NOT_LET_IN -> "not let in";
      case INVITE_ONLY -> "by invitation only";
      case MODERATED -> "the room is moderated";
      case READ_ONLY -> "the room is read-only";
      case MUTED -> "muted";
      case TOO_MANY_JOINS -> "joined too fast";
      case TOO_MANY_RENAMES -> "renamed too often";
      case TOO_MANY_BANS -> "too many bans";
      case NO_SUCH_BAN -> "no such ban";
      case LINE_TOO_LONG -> "longer than " + lineBytes + " bytes";
      case NOT_UTF8 -> "not UTF-8";
      case MALFORMED_INPUT -> "not the JSON that is expected";
      case EMPTY_TEXT -> "nothing to say";
      case LOG_UNAVAILABLE -> "not stored";
      case SERVER_BUSY -> "the server was busy";
      case SERVER_FAULT -> "a fault of the server";
    };
  }
}
