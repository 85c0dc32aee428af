package dev.parley.chat.session;

import dev.parley.chat.api.Participant;
import dev.parley.chat.name.Nick;
import java.time.Instant;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Registers the owners of accounts and tokens across their sessions, and the session of each
 * person. Safe for use from any thread.
 */
public final class Participants {

  private final ConcurrentMap<Nick, Participant> owners = new ConcurrentHashMap<>();
  private final ConcurrentMap<Participant, Session> sessions = new ConcurrentHashMap<>();

  /** The same by the ids of people, which other servers of a cluster name them by. */
  private final ConcurrentMap<String, Session> byId = new ConcurrentHashMap<>();

  private final Predicate<Nick> reserved;
  private final SessionObserver observer;
  private final boolean clustered;

  /**
   * @param reserved whether a name is reserved for the owner of the account or token of that name
   */
  public Participants(Predicate<Nick> reserved) {
    this(reserved, SessionObserver.NONE, false);
  }

  /**
   * @param reserved whether a name is reserved for the owner of the account or token of that name
   * @param observer observes the people who have a name
   * @param clustered whether people are found by their ids
   */
  public Participants(Predicate<Nick> reserved, SessionObserver observer, boolean clustered) {
    this.reserved = reserved;
    this.observer = observer;
    this.clustered = clustered;
  }

  /** Returns the owner of the account or token of a name. */
  Participant owner(Nick login) {
    return owners.computeIfAbsent(login, this::make);
  }

  /** Returns the person for whom a name is reserved, or null if it is not reserved. */
  @Nullable
  public Participant reservedFor(Nick name) {
    return reserved.test(name) ? owner(name) : null;
  }

  private Participant make(Nick login) {
    return new Participant(reserved.test(login) ? login : null);
  }

  /** Updates an owner after a change of the account's name. */
  public void rename(Nick from, Nick to, Instant at) {
    Participant owner = owners.remove(from);
    if (owner != null) {
      owner.renamed(to, at);
      owners.put(to, owner);
    }
  }

  /** Removes the owner of a deleted account or token: another may get its name. */
  public void forget(Nick login) {
    owners.remove(login);
  }

  /** Returns the current session of a person, or null if the person has left. */
  @Nullable
  public Session sessionOf(Participant person) {
    return sessions.get(person);
  }

  /** Sets the current session of a person. */
  void arrived(Participant person, Session session) {
    sessions.put(person, session);
    if (clustered) {
      byId.put(person.id(), session);
    }
  }

  /** Returns the current session of the person of an id, here or at another server, or null. */
  @Nullable
  public Session find(@Nullable String person) {
    return person == null ? null : byId.get(person);
  }

  /** Removes an ended session, unless the person has resumed in another. */
  void left(Participant person, Session session) {
    if (sessions.remove(person, session)) {
      if (clustered) {
        byId.remove(person.id(), session);
      }
      observer.left(session);
    }
  }

  /** Tells the observer that a private message is kept for a session. */
  void kept(Session session) {
    observer.kept(session);
  }

  /** Tells the observer of a change of a session that has a name. */
  void changed(Session session) {
    if (session.nick() != null && sessions.get(session.participant()) == session) {
      observer.changed(session);
    }
  }
}
