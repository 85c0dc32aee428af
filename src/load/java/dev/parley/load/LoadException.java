package dev.parley.load;

/** Ends a run. The message is a sentence for the user of the tool. */
final class LoadException extends RuntimeException {

  LoadException(String message) {
    super(message);
  }

  LoadException(String message, Throwable cause) {
    super(message + ": " + cause.getMessage(), cause);
  }
}
