package dev.parley.http.stream;

import dev.parley.chat.api.Disconnect;
import java.net.SocketTimeoutException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Names the reason for the end of a stream. */
public enum StreamEnd {
  /** The room and its log were deleted. */
  ROOM_DELETED("the room was deleted", null),
  /** The log goes on in a new epoch, as the database has lost lines. */
  LOG_RENEWED("the log has begun a new epoch", null),
  /** The caller's token was revoked or has expired, or its account was deleted. */
  INVALID_TOKEN("your token is not good any more", null),
  /** The caller's account was deleted, is no admin's any more, or has another password. */
  ACCOUNT_CHANGED("your account or its password was changed", null),
  /** The browser has logged out, or its session has expired. */
  SESSION_ENDED("your session has ended", null),
  /** The server stops. */
  SHUTDOWN(Disconnect.Reason.SHUTDOWN.text(), Disconnect.Reason.SHUTDOWN),
  /** The client read so slowly that the queue overflowed. */
  SLOW_READER(Disconnect.Reason.SLOW_READER.text(), Disconnect.Reason.SLOW_READER),
  /** The connection was lost. */
  CONNECTION_LOST(Disconnect.Reason.CONNECTION_LOST.text(), Disconnect.Reason.CONNECTION_LOST),
  /** The log cannot be read. */
  LOG_UNAVAILABLE("the log cannot be read now", Disconnect.Reason.FAULT),
  /** An internal error. */
  FAULT(Disconnect.Reason.FAULT.text(), Disconnect.Reason.FAULT);

  private final String text;
  private final Disconnect.@Nullable Reason counted;

  StreamEnd(String text, Disconnect.@Nullable Reason counted) {
    this.text = text;
    this.counted = counted;
  }

  /** Returns the reason as a clause, addressed to the reader. */
  public String text() {
    return text;
  }

  /** Returns the reason under which it is counted among disconnects, null if it is not counted. */
  Disconnect.@Nullable Reason counted() {
    return counted;
  }

  /** Returns a stable code for machines: {@code room-deleted}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** Returns the end of a stream whose output failed. */
  static StreamEnd of(Throwable failure) {
    Throwable cause = failure;
    while (cause != null && !(cause instanceof SocketTimeoutException)) {
      cause = cause.getCause();
    }
    return cause == null ? CONNECTION_LOST : SLOW_READER;
  }

  /** Returns the end of a stream for a disconnect of its connection. */
  static StreamEnd of(Disconnect.Reason reason) {
    return switch (reason) {
      case SLOW_READER -> SLOW_READER;
      case SHUTDOWN -> SHUTDOWN;
      default -> CONNECTION_LOST;
    };
  }
}
