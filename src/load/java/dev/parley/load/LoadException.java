package dev.parley.load;

/** A run that cannot go on, in a sentence for the person who started it. */
final class LoadException extends RuntimeException {

  LoadException(String message) {
    super(message);
  }

  LoadException(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
