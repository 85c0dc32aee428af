package dev.parley.chat.session;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;

/** Registers the sessions that are connected, by their ids. Safe for use from any thread. */
public final class SessionRegistry {

  private final ConcurrentMap<String, Session> connected = new ConcurrentHashMap<>();

  public void add(Session session) {
    connected.put(session.id(), session);
  }

  /** Removes a session, and returns whether it was connected. */
  public boolean remove(Session session) {
    return connected.remove(session.id()) != null;
  }

  public boolean contains(Session session) {
    return connected.containsKey(session.id());
  }

  /** Returns the session of a connection, or null. */
  @Nullable
  public Session find(String id) {
    return connected.get(id);
  }

  /** Returns all sessions, those without a name included, in no order; changes are seen in it. */
  public Collection<Session> all() {
    return connected.values();
  }
}
