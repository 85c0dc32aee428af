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
  private final Predicate<Nick> reserved;

  /**
   * @param reserved whether a name is reserved for the owner of the account or token of that name
   */
  public Participants(Predicate<Nick> reserved) {
    this.reserved = reserved;
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
  }

  /** Removes an ended session, unless the person has resumed in another. */
  void left(Participant person, Session session) {
    sessions.remove(person, session);
  }
}
