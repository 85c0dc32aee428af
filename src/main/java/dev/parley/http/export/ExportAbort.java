package dev.parley.http.export;

import dev.parley.chat.api.RedactedThrowable;
import dev.parley.chat.history.StoreUnavailableException;
import dev.parley.http.problem.RoomGoneException;
import dev.parley.http.stream.HttpConnection;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Aborts exports that cannot be finished, so that none looks complete. Stateless. */
final class ExportAbort {

  private static final Logger log = LoggerFactory.getLogger(ExportAbort.class);

  private ExportAbort() {}

  /**
   * Logs the failure of an export and aborts its connection.
   *
   * @param subject the room or the account that is exported
   */
  static void abort(HttpServletRequest request, Object subject, RuntimeException failed) {
    if (failed instanceof StoreUnavailableException || failed instanceof RoomGoneException) {
      log.warn("The export of {} is broken off: {}", subject, failed.toString());
    } else {
      log.error("The export of {} failed and is broken off", subject, RedactedThrowable.of(failed));
    }
    HttpConnection.of(request).abort();
  }
}
