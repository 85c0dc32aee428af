package dev.parley.store;

import dev.parley.chat.api.RedactedThrowable;
import java.sql.SQLException;

/**
 * Describes failures of the database for the program's log by type and code. Messages are left out,
 * as they quote the values that the database refuses. Stateless.
 */
public final class DatabaseFault {

  private DatabaseFault() {}

  /** Copies the parts of a failure and its causes that may be logged. */
  public static RedactedThrowable of(Throwable failure) {
    return RedactedThrowable.of(failure, DatabaseFault::describe);
  }

  /** Returns the type of a failure, and the codes that the database gave it. */
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
