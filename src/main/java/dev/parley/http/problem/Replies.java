package dev.parley.http.problem;

import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.api.RoomInfo;
import org.jspecify.annotations.Nullable;

/** Converts the core's replies to results or problems. */
public final class Replies {

  private Replies() {}

  /** Returns the reply, which is of that kind or a refusal; a refusal is thrown as a problem. */
  public static <R extends Reply> R expect(Class<R> kind, Reply reply) {
    if (reply instanceof Reply.Refused(Refusal refusal, String text)) {
      throw Problem.of(refusal).because(text);
    }
    return kind.cast(reply);
  }

  /** Returns the room that was found; throws a problem if it is null. */
  public static RoomInfo found(@Nullable RoomInfo room) {
    if (room == null) {
      throw Problem.of(Refusal.NO_SUCH_ROOM).because("There is no such room.");
    }
    return room;
  }

  /** Throws a refusal as a problem. */
  public static void done(Reply reply) {
    expect(Reply.Done.class, reply);
  }
}
