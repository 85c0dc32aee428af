package dev.parley.chat.peer;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Stores the sessions of accounts that are always on, to go on with after a restart (a port). Safe
 * for use from any thread.
 */
public interface SessionStore {

  /**
   * Represents a stored session.
   *
   * @param account the id of the account
   * @param absentSince the time since which it has no connection, null if it has one
   */
  record StoredSession(String account, Handover state, @Nullable Instant absentSince) {}

  /** Stores a session in the place of the account's one before, later. Does not block. */
  void put(StoredSession session);

  /** Deletes the session of an account, later. Does not block. */
  void remove(String account);

  /** Returns the sessions that are stored. May block. */
  List<StoredSession> all();

  /** Stores nothing. */
  SessionStore NONE =
      new SessionStore() {
        @Override
        public void put(StoredSession session) {}

        @Override
        public void remove(String account) {}

        @Override
        public List<StoredSession> all() {
          return List.of();
        }
      };
}
