package dev.parley.chat;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Registers the sessions that are connected, by their ids. Safe for use from any thread. */
final class Sessions {

  private final ConcurrentMap<String, Session> connected = new ConcurrentHashMap<>();

  void add(Session session) {
    connected.put(session.id(), session);
  }

  /** Removes a session, and returns whether it was connected. */
  boolean remove(Session session) {
    return connected.remove(session.id()) != null;
  }

  boolean contains(Session session) {
    return connected.containsKey(session.id());
  }

  /** Returns the session of a connection, or null. */
  @Nullable Session find(String id) {
    return connected.get(id);
  }

  /** Returns all sessions, those without a name included, in no order; changes are seen in it. */
  Collection<Session> all() {
    return connected.values();
  }
}
