package dev.parley.chat.session;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Registers the sessions that are connected, or stay without a connection, by their ids. Safe for
 * use from any thread.
 */
public final class SessionRegistry {

  private final ConcurrentMap<String, Session> connected = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Session> remote = new ConcurrentHashMap<>();
  private final ConcurrentMap<String, Session> absent = new ConcurrentHashMap<>();

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

  /** Adds or removes the session of a person at another server, by the id of its connection. */
  public void remote(String id, @Nullable Session session) {
    if (session == null) {
      remote.remove(id);
    } else {
      remote.put(id, session);
    }
  }

  /** Adds a session that stays without a connection. */
  public void addAbsent(Session session) {
    absent.put(session.id(), session);
  }

  /** Removes a session that stays no longer without a connection. */
  public void removeAbsent(Session session) {
    absent.remove(session.id());
  }

  /** Returns the session of an id, here or at another server, or null. */
  @Nullable
  public Session find(String id) {
    Session here = connected.get(id);
    Session known = here == null ? absent.get(id) : here;
    return known == null ? remote.get(id) : known;
  }

  /** Returns the number of people at other servers. */
  public int remoteSize() {
    return remote.size();
  }

  /** Returns the sessions here and the people at other servers, in no order. */
  public Stream<Session> everywhere() {
    return Stream.of(connected, absent, remote).flatMap(known -> known.values().stream());
  }

  /**
   * Returns all sessions here, those without a name included, in no order; changes are seen in it.
   */
  public Collection<Session> all() {
    return connected.values();
  }
}
