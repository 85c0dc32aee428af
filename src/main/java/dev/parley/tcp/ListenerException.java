package dev.parley.tcp;

/**
 * Reports that a listener cannot be set up as configured. The message is one sentence for the
 * operator.
 */
public final class ListenerException extends RuntimeException {

  public ListenerException(String message) {
    super(message);
  }

  public ListenerException(String message, Throwable cause) {
    super(message, cause);
  }
}
