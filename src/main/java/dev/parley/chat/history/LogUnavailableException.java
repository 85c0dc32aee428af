package dev.parley.chat.history;

import org.jspecify.annotations.Nullable;

/** A log cannot be read or changed now. The message is a sentence for the person who asked. */
public final class LogUnavailableException extends RuntimeException {

  /** Unavailable for a reason that nothing more is known of. */
  public LogUnavailableException(String sentence) {
    this(sentence, null);
  }

  /** Unavailable because of {@code cause}. */
  public LogUnavailableException(String sentence, @Nullable Throwable cause) {
    super(sentence, cause);
  }
}
