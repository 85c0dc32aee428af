package dev.parley;

/**
 * Reports that the server cannot start with its configuration. The message is one sentence for the
 * operator.
 */
final class StartException extends RuntimeException {

  StartException(String sentence) {
    super(sentence);
  }
}
