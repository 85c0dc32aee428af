package dev.parley.chat.api;

import dev.parley.chat.history.LogEntry;
import org.jspecify.annotations.Nullable;

/** Receives events: a person in rooms, or a program that watches one. Readable from any thread. */
public interface Receiver {

  /** Returns the way out to this receiver. */
  Endpoint endpoint();

  /** Returns whether the receiver's own messages come back to it. */
  boolean echo();

  /** Returns the person behind the receiver, whatever the name and account. */
  Participant participant();

  /** Returns the owner of the account or token that is logged in to, null for a guest. */
  @Nullable Participant owner();

  /** Returns whether what another one says is not to be shown to this one. */
  boolean ignores(Receiver other);

  /** Returns whether a line of a log is to be shown: a topic always is. */
  boolean sees(LogEntry entry);
}
