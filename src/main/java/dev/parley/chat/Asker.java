package dev.parley.chat;

import dev.parley.chat.name.Nick;
import org.jspecify.annotations.Nullable;

/**
 * Who has something done.
 *
 * @param shown how others see them, empty for the operator
 * @param session the session of a member, null for the operator
 */
record Asker(Actor actor, String shown, @Nullable Session session) {

  static Asker of(Actor operator) {
    return new Asker(operator, "", null);
  }

  static Asker of(Session session, Nick nick) {
    return new Asker(Actor.of(session, nick), nick.value(), session);
  }
}
