package dev.parley;

/** The server cannot start as it is set up. The message is one sentence for the operator. */
final class StartException extends RuntimeException {

  StartException(String sentence) {
    super(sentence);
  }
}
