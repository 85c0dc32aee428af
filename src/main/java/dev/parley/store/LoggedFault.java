package dev.parley.store;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * A failure as the log may have it: the types, the codes of the database and the stack of it and of
 * its causes, without any message. The messages of databases quote the values that they refuse,
 * which are people's words.
 */
public final class LoggedFault extends Exception {

  private static final int MOST_CAUSES = 20;

  private LoggedFault(Throwable failure, @Nullable LoggedFault cause) {
    super(describe(failure), cause);
    setStackTrace(failure.getStackTrace());
  }

  /** Copies what may be logged of a failure. */
  public static LoggedFault of(Throwable failure) {
    return of(failure, MOST_CAUSES);
  }

  private static LoggedFault of(Throwable failure, int depth) {
    Throwable cause = failure.getCause();
    return new LoggedFault(failure, cause == null || depth == 0 ? null : of(cause, depth - 1));
  }

  /** Names the type of a failure, and the codes that the database gave it. */
  public static String describe(Throwable failure) {
    String type = failure.getClass().getSimpleName();
    if (failure instanceof SQLException e) {
      String state = e.getSQLState();
      return type
          + (state == null || !state.matches("[0-9A-Z]{5}") ? "" : ", SQLState " + state)
          + (e.getErrorCode() == 0 ? "" : ", code " + e.getErrorCode());
    }
    return type;
  }
}
