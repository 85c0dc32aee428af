package dev.parley.chat.session;

import dev.parley.chat.api.Participant;
import dev.parley.chat.api.Receiver;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.name.Nick;
import org.jspecify.annotations.Nullable;

/**
 * Identifies a person whom a session ignores.
 *
 * @param as the name under which the person was ignored
 * @param guest the person as a guest, null if only the owner is ignored
 * @param owner the person as the owner of an account or a token, null for none
 */
public record Ignored(Nick as, @Nullable Participant guest, @Nullable Participant owner) {

  /** Returns whether a session belongs to this person. */
  public boolean is(Receiver session) {
    return session.participant() == guest || (owner != null && session.owner() == owner);
  }

  /** Returns whether a stored line was written by this person. */
  boolean said(Nick from, LogEntry entry) {
    return (guest != null && guest.said(from, entry.at()))
        || (owner != null && owner.said(from, entry.at()));
  }

  /** Returns whether another entry is about the same person. */
  public boolean isSame(Ignored other) {
    return (guest != null && guest == other.guest) || (owner != null && owner == other.owner);
  }

  /** Returns whether the person goes by a name now. */
  public boolean isCalled(Nick nick) {
    return (guest != null && guest.isCalled(nick)) || (owner != null && owner.isCalled(nick));
  }

  /** Returns the current name, or the last one. */
  public Nick name() {
    Nick now = guest == null ? null : guest.name();
    return now == null ? as : now;
  }
}
