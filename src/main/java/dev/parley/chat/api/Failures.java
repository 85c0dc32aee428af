package dev.parley.chat.api;

import dev.parley.chat.history.StoreUnavailableException;
import java.util.concurrent.CompletionException;

/** Converts exceptions of tasks to refusals, and reports faults of the server. */
public final class Failures {

  private Failures() {}

  /**
   * Returns the refusal for a failed task. An unavailable store gives its own message; anything
   * else is a fault, and reported.
   *
   * @param task the task that failed, as a noun
   */
  public static Reply.Refused refusal(String task, Throwable failure, ChatMetrics metrics) {
    Throwable cause = cause(failure);
    if (cause instanceof StoreUnavailableException unavailable) {
      return new Reply.Refused(Refusal.LOG_UNAVAILABLE, String.valueOf(unavailable.getMessage()));
    }
    metrics.failed(task, cause);
    return new Reply.Refused(Refusal.SERVER_FAULT, "The server made a mistake. It is in its log.");
  }

  /** Reports a fault in a background task; an unavailable store is none. */
  public static void report(String task, Throwable failure, ChatMetrics metrics) {
    Throwable cause = cause(failure);
    if (!(cause instanceof StoreUnavailableException)) {
      metrics.failed(task, cause);
    }
  }

  /** Returns the exception of a task, without the wrapper of a future. */
  public static Throwable cause(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause == null ? failure : cause;
  }

  /** Returns the refusal for a failed read of the history; a fault is reported. */
  public static Reply.Refused historyUnavailable(Throwable failure, ChatMetrics metrics) {
    Reply.Refused refused = refusal("Reading the history", failure, metrics);
    return refused.refusal() == Refusal.LOG_UNAVAILABLE
        ? new Reply.Refused(Refusal.LOG_UNAVAILABLE, "The history cannot be read now.")
        : refused;
  }
}
