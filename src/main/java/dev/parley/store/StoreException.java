package dev.parley.store;

import org.jspecify.annotations.Nullable;

/** Signals that the store cannot be opened. The message is one sentence for the operator. */
public final class StoreException extends RuntimeException {

  /** Creates an exception for settings that are wrong. */
  public StoreException(String sentence) {
    this(sentence, null);
  }

  public StoreException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
