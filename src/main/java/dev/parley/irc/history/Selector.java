package dev.parley.irc.history;

import dev.parley.chat.history.LogPlace;
import dev.parley.irc.output.MessageId;
import dev.parley.irc.output.ServerTime;
import java.time.Instant;

/** Represents a parameter that selects a place in the history. */
sealed interface Selector {

  /** The selector of no particular place. */
  String ANY = "*";

  /** A place. */
  record At(LogPlace place) implements Selector {}

  /** A time that is none. */
  record NoTime() implements Selector {}

  /** An id that no line can have. */
  record NoLine() implements Selector {}

  /** A selector of an unknown type. */
  record UnknownType() implements Selector {}

  /** Parses a parameter other than {@link #ANY}. */
  static Selector parse(String param) {
    int equals = param.indexOf('=');
    String value = param.substring(equals + 1);
    return switch (equals < 0 ? "" : param.substring(0, equals)) {
      case "timestamp" -> {
        Instant at = ServerTime.parse(value);
        yield at == null ? new NoTime() : new At(new LogPlace.Time(at));
      }
      case "msgid" -> {
        LogPlace.Line line = MessageId.parse(value);
        yield line == null ? new NoLine() : new At(line);
      }
      default -> new UnknownType();
    };
  }
}
