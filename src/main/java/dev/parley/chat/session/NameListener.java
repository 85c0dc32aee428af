package dev.parley.chat.session;

import dev.parley.chat.api.Event;
import dev.parley.chat.name.Nick;

/**
 * Receives the names that come into use and go out of it (a port). Called on any thread, with locks
 * held, so implementations return quickly, only enqueue, and never throw.
 */
public interface NameListener {

  /** Handles that a session goes by a name from now on. */
  void appeared(Nick nick, Session session);

  /** Handles that something of the person of a name has changed, as the event says. */
  void changed(Event event, Nick nick, Session session);

  /** Handles that nobody goes by a name any more. */
  void vanished(Nick nick, Session session);
}
