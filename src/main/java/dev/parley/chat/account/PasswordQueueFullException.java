package dev.parley.chat.account;

import java.time.Duration;

/**
 * So many passwords are waiting to be hashed that no other is taken. The message is one sentence
 * for whoever waits.
 */
public final class PasswordQueueFullException extends RuntimeException {

  private static final long serialVersionUID = 1;
  private static final Duration WAIT = Duration.ofSeconds(2);

  /** Refuses one password more. */
  public PasswordQueueFullException() {
    super("Too many passwords are waiting to be checked. Try again in a few seconds.");
  }

  /** After which time it may be worth trying again. */
  public Duration retryAfter() {
    return WAIT;
  }
}
