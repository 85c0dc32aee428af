package dev.parley.chat.audit;

import dev.parley.chat.api.Cause;
import dev.parley.chat.name.Nick;
import dev.parley.chat.session.Session;
import org.jspecify.annotations.Nullable;

/**
 * Identifies the requester of an action.
 *
 * @param shown the name shown to others, empty for an operator
 * @param session the session of the requester, null for an operator
 */
public record Requester(Actor actor, String shown, @Nullable Session session) {

  /** Returns the cause of the events that the action has. */
  public Cause cause() {
    return session == null ? Cause.API : Cause.COMMAND;
  }

  public static Requester of(Actor operator) {
    return new Requester(operator, "", null);
  }

  public static Requester of(Session session, Nick nick) {
    return new Requester(Actor.of(session, nick), nick.value(), session);
  }
}
