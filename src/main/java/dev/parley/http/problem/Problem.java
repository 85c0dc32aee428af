package dev.parley.http.problem;

import dev.parley.chat.api.Refusal;
import java.net.URI;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/**
 * Represents a problem type (RFC 9457). The types are the errors of HTTP, named here, and the
 * core's {@link Refusal}s.
 *
 * @param status the HTTP status
 * @param code a stable name for machines
 */
public record Problem(HttpStatus status, String code) {

  public static final Problem MALFORMED_BODY =
      new Problem(HttpStatus.BAD_REQUEST, "malformed_body");
  public static final Problem UNKNOWN_PROPERTY =
      new Problem(HttpStatus.BAD_REQUEST, "unknown_property");
  public static final Problem INVALID_REQUEST =
      new Problem(HttpStatus.BAD_REQUEST, "invalid_request");
  public static final Problem INVALID_CURSOR =
      new Problem(HttpStatus.BAD_REQUEST, "invalid_cursor");
  public static final Problem UNAUTHORIZED = new Problem(HttpStatus.UNAUTHORIZED, "unauthorized");
  public static final Problem INVALID_TOKEN = new Problem(HttpStatus.UNAUTHORIZED, "invalid_token");
  public static final Problem INSUFFICIENT_SCOPE =
      new Problem(HttpStatus.FORBIDDEN, "insufficient_scope");
  public static final Problem FORBIDDEN = new Problem(HttpStatus.FORBIDDEN, "forbidden");
  public static final Problem CROSS_SITE = new Problem(HttpStatus.FORBIDDEN, "cross_site");
  public static final Problem NO_SUCH_SESSION =
      new Problem(HttpStatus.NOT_FOUND, "no_such_session");
  public static final Problem NOT_FOUND = new Problem(HttpStatus.NOT_FOUND, "not_found");
  static final Problem METHOD_NOT_ALLOWED =
      new Problem(HttpStatus.METHOD_NOT_ALLOWED, "method_not_allowed");
  public static final Problem NOT_ACCEPTABLE =
      new Problem(HttpStatus.NOT_ACCEPTABLE, "not_acceptable");
  public static final Problem CONTENT_TOO_LARGE =
      new Problem(HttpStatus.CONTENT_TOO_LARGE, "content_too_large");
  public static final Problem UNSUPPORTED_MEDIA_TYPE =
      new Problem(HttpStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported_media_type");
  public static final Problem TOO_MANY_ATTEMPTS =
      new Problem(HttpStatus.TOO_MANY_REQUESTS, "too_many_attempts");
  public static final Problem OFFSET_BEYOND_END =
      new Problem(HttpStatus.BAD_REQUEST, "offset_beyond_end");
  public static final Problem EPOCH_CHANGED = new Problem(HttpStatus.CONFLICT, "epoch_changed");
  public static final Problem IDEMPOTENCY_KEY_REUSED =
      new Problem(HttpStatus.UNPROCESSABLE_CONTENT, "idempotency_key_reused");
  public static final Problem TOO_MANY_STREAMS =
      new Problem(HttpStatus.SERVICE_UNAVAILABLE, "too_many_streams");
  public static final Problem SHUTTING_DOWN =
      new Problem(HttpStatus.SERVICE_UNAVAILABLE, "shutting_down");
  static final Problem INTERNAL = new Problem(HttpStatus.INTERNAL_SERVER_ERROR, "internal");

  private static final List<Problem> OF_SOME_OPERATIONS =
      List.of(
          NO_SUCH_SESSION,
          NOT_ACCEPTABLE,
          OFFSET_BEYOND_END,
          EPOCH_CHANGED,
          IDEMPOTENCY_KEY_REUSED,
          TOO_MANY_STREAMS,
          SHUTTING_DOWN);
  private static final String TYPE = "urn:parley:problem:";

  /** Maps a refusal of the core to its problem type. */
  public static Problem of(Refusal refusal) {
    HttpStatus status =
        switch (refusal) {
          case MALFORMED_NAME,
              MALFORMED_KEY,
              INVALID_VALUE,
              MISSING_ARGUMENT,
              UNKNOWN_COMMAND,
              LINE_TOO_LONG,
              NOT_UTF8,
              MALFORMED_INPUT,
              EMPTY_TEXT,
              UNFIT_PASSWORD ->
              HttpStatus.BAD_REQUEST;
          case WRONG_KEY,
              WRONG_CREDENTIALS,
              ACCOUNT_DISABLED,
              MISSING_SCOPE,
              NOT_ALLOWED,
              BANNED,
              NOT_LET_IN,
              INVITE_ONLY,
              MODERATED,
              READ_ONLY,
              MUTED ->
              HttpStatus.FORBIDDEN;
          case UNKNOWN_TOKEN,
              NO_SUCH_ROOM,
              NO_SUCH_NICK,
              NO_SUCH_KEY,
              NO_SUCH_CLIENT,
              NO_SUCH_MESSAGE,
              NO_SUCH_ACCOUNT,
              NO_SUCH_TOKEN,
              NO_SUCH_CERTIFICATE,
              NO_SUCH_BAN ->
              HttpStatus.NOT_FOUND;
          case NOT_ARRIVED,
              ALREADY_DONE,
              NAME_TAKEN,
              NAME_RESERVED,
              ACCOUNT_EXISTS,
              TOKEN_EXISTS,
              CERTIFICATE_EXISTS,
              TOO_MANY_CERTIFICATES,
              TOO_MANY_ALWAYS_ON,
              NOT_A_MEMBER,
              ROOM_EXISTS,
              ROOM_RENAMED,
              ROOM_FULL,
              LOBBY_STAYS,
              TOO_MANY_ROOMS,
              TOO_MANY_IGNORED,
              TOO_MANY_KEYS,
              TOO_MANY_BANS ->
              HttpStatus.CONFLICT;
          case NOT_AVAILABLE -> HttpStatus.UNPROCESSABLE_CONTENT;
          case SLOW_MODE, TOO_MANY_GUESSES, TOO_MANY_JOINS, TOO_MANY_RENAMES ->
              HttpStatus.TOO_MANY_REQUESTS;
          case LOG_UNAVAILABLE, SERVER_BUSY -> HttpStatus.SERVICE_UNAVAILABLE;
          case SERVER_FAULT -> HttpStatus.INTERNAL_SERVER_ERROR;
        };
    return new Problem(status, refusal.code());
  }

  /** Returns the type of that code, among those that only some operations answer with. */
  public static Problem named(String code) {
    return OF_SOME_OPERATIONS.stream()
        .filter(problem -> problem.code.equals(code))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no problem " + code));
  }

  /** Returns the type for an error of which only the status is known. */
  static Problem of(HttpStatusCode status) {
    return switch (status.value()) {
      case 401 -> UNAUTHORIZED;
      case 403 -> FORBIDDEN;
      case 404 -> NOT_FOUND;
      case 405 -> METHOD_NOT_ALLOWED;
      case 406 -> NOT_ACCEPTABLE;
      case 413 -> CONTENT_TOO_LARGE;
      case 415 -> UNSUPPORTED_MEDIA_TYPE;
      case 429 -> TOO_MANY_ATTEMPTS;
      default -> status.is4xxClientError() ? INVALID_REQUEST : INTERNAL;
    };
  }

  /** Returns the URI of the type. */
  public URI type() {
    return URI.create(TYPE + code);
  }

  /** Returns the title of the type, the same for every occurrence. */
  public String title() {
    return Character.toUpperCase(code.charAt(0)) + code.substring(1).replace('_', ' ');
  }

  /** Returns an occurrence of this type, explained in a sentence. */
  ProblemDetail detail(String sentence) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, sentence);
    problem.setType(type());
    problem.setTitle(title());
    problem.setProperty("code", code);
    return problem;
  }

  /** Returns an exception for an occurrence of this type. */
  public ErrorResponseException because(String sentence) {
    return new ErrorResponseException(status, detail(sentence), null);
  }
}
