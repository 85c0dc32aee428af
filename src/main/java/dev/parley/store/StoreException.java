package dev.parley.store;

import org.jspecify.annotations.Nullable;

/** The store cannot be opened. The message is one sentence for the operator. */
public final class StoreException extends RuntimeException {

  /** For what is wrong with the settings. */
  public StoreException(String sentence) {
    this(sentence, null);
  }

  public StoreException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
