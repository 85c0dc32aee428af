package dev.parley.http.problem;

import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.api.RoomInfo;
import org.jspecify.annotations.Nullable;

/** Converts the core's outcomes to values or problems. */
public final class Outcomes {

  private Outcomes() {}

  /** Returns the value of an outcome; throws a refusal as a problem. */
  public static <T> T value(Outcome<T> outcome) {
    return switch (outcome) {
      case Outcome.Ok<T>(T value) -> value;
      case Outcome.Refused<T>(Reply.Refused(Refusal refusal, String text)) ->
          throw Problem.of(refusal).because(text);
    };
  }

  /** Returns the room that was found; throws a problem if it is null. */
  public static RoomInfo found(@Nullable RoomInfo room) {
    if (room == null) {
      throw Problem.of(Refusal.NO_SUCH_ROOM).because("There is no such room.");
    }
    return room;
  }
}
