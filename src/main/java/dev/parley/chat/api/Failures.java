package dev.parley.chat.api;

import dev.parley.chat.history.LogUnavailableException;
import java.util.concurrent.CompletionException;

/** Turns what work has thrown into refusals: a fault of the server's own is reported as well. */
public final class Failures {

  private Failures() {}

  /**
   * Returns the refusal of work that failed. A store that does not work is told in its own words;
   * anything else is a fault, which the monitor is told of.
   *
   * @param task which work it was, as a noun
   */
  public static Reply.Refused refusal(String task, Throwable failure, ChatMetrics monitor) {
    Throwable cause = cause(failure);
    if (cause instanceof LogUnavailableException unavailable) {
      return new Reply.Refused(Refusal.LOG_UNAVAILABLE, String.valueOf(unavailable.getMessage()));
    }
    monitor.failed(task, cause);
    return new Reply.Refused(Refusal.SERVER_FAULT, "The server made a mistake. It is in its log.");
  }

  /** Tells the monitor of a fault in work that nobody waits for. */
  public static void report(String task, Throwable failure, ChatMetrics monitor) {
    Throwable cause = cause(failure);
    if (!(cause instanceof LogUnavailableException)) {
      monitor.failed(task, cause);
    }
  }

  /** Returns what work has thrown, without what a future wraps it in. */
  public static Throwable cause(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause == null ? failure : cause;
  }

  /** Returns the refusal of a reading that failed; a fault is reported. */
  public static Reply.Refused historyUnavailable(Throwable failure, ChatMetrics monitor) {
    Reply.Refused refused = refusal("Reading the history", failure, monitor);
    return refused.refusal() == Refusal.LOG_UNAVAILABLE
        ? new Reply.Refused(Refusal.LOG_UNAVAILABLE, "The history cannot be read now.")
        : refused;
  }
}
