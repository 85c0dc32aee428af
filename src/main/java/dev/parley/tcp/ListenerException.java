package dev.parley.tcp;

/** A listener cannot be set up as configured. The message is one sentence for the operator. */
public final class ListenerException extends RuntimeException {

  ListenerException(String message) {
    super(message);
  }

  ListenerException(String message, Throwable cause) {
    super(message, cause);
  }
}
