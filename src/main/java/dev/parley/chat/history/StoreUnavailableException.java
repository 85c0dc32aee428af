package dev.parley.chat.history;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when a log cannot be read or changed. The message is a sentence for the person who asked.
 */
public final class StoreUnavailableException extends RuntimeException {

  /** Creates an exception without a cause. */
  public StoreUnavailableException(String sentence) {
    this(sentence, null);
  }

  /** Creates an exception with a cause. */
  public StoreUnavailableException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
