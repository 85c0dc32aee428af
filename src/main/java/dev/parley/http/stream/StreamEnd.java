package dev.parley.http.stream;

import dev.parley.chat.api.Disconnect;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Why a stream ends. */
enum StreamEnd {
  /** The room is gone, and its log with it. */
  ROOM_DELETED("the room was deleted", null),
  /** The token that it was asked for with was revoked, or its time or its account is over. */
  INVALID_TOKEN("your token is not good any more", null),
  /** The account that it was asked for with is gone, no admin's, or has another password. */
  ACCOUNT_CHANGED("your account or its password was changed", null),
  /** The server stops. */
  SHUTDOWN(Disconnect.Reason.SHUTDOWN.text(), Disconnect.Reason.SHUTDOWN),
  /** It was read so slowly that its queue overflowed. */
  SLOW_READER(Disconnect.Reason.SLOW_READER.text(), Disconnect.Reason.SLOW_READER),
  /** The reader is gone. */
  CONNECTION_LOST(Disconnect.Reason.CONNECTION_LOST.text(), Disconnect.Reason.CONNECTION_LOST),
  /** The log cannot be read. */
  LOG_UNAVAILABLE("the log cannot be read now", Disconnect.Reason.FAULT),
  /** A fault of the server's own. */
  FAULT(Disconnect.Reason.FAULT.text(), Disconnect.Reason.FAULT);

  private final String text;
  private final Disconnect.@Nullable Reason counted;

  StreamEnd(String text, Disconnect.@Nullable Reason counted) {
    this.text = text;
    this.counted = counted;
  }

  /** The end as a clause, addressed to the reader. */
  String text() {
    return text;
  }

  /** What it is counted as among the ends of connections, null where it is not. */
  Disconnect.@Nullable Reason counted() {
    return counted;
  }

  /** A stable name for machines: {@code room-deleted}. */
  String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The end of a stream whose connection ends so. */
  static StreamEnd of(Disconnect.Reason reason) {
    return switch (reason) {
      case SLOW_READER -> SLOW_READER;
      case SHUTDOWN -> SHUTDOWN;
      default -> CONNECTION_LOST;
    };
  }
}
