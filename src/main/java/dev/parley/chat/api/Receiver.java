package dev.parley.chat.api;

import dev.parley.chat.history.LogEntry;
import org.jspecify.annotations.Nullable;

/** Receives events: a person in rooms, or a program that watches one. Readable from any thread. */
public interface Receiver {

  /** Returns the endpoint of this receiver. */
  Endpoint endpoint();

  /** Returns whether the receiver is sent its own messages. */
  boolean echo();

  /** Returns the person behind the receiver, independent of the name and account. */
  Participant participant();

  /**
   * Returns the owner of the account or token that the receiver is logged in to, null for a guest.
   */
  @Nullable Participant owner();

  /** Returns whether the receiver ignores another. */
  boolean ignores(Receiver other);

  /** Returns whether a stored line is shown to the receiver; a topic always is. */
  boolean sees(LogEntry entry);
}
