package dev.parley.chat.account;

import java.time.Duration;

/**
 * Thrown when the queue of passwords to be hashed is full. The message is a sentence for the person
 * who asked.
 */
public final class PasswordQueueFullException extends RuntimeException {

  private static final long serialVersionUID = 1;
  private static final Duration WAIT = Duration.ofSeconds(2);

  /** Creates the exception. */
  public PasswordQueueFullException() {
    super("Too many passwords are waiting to be checked. Try again in a few seconds.");
  }

  /** Returns the time after which to try again. */
  public Duration retryAfter() {
    return WAIT;
  }
}
