package dev.parley.http.export;

import dev.parley.chat.api.Fault;
import dev.parley.chat.history.LogUnavailableException;
import dev.parley.http.problem.RoomGone;
import dev.parley.http.stream.HttpConnection;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Aborts exports that cannot be finished, so that none looks complete. Stateless. */
final class BrokenExport {

  private static final Logger log = LoggerFactory.getLogger(BrokenExport.class);

  private BrokenExport() {}

  /**
   * Logs the failure of an export and aborts its connection.
   *
   * @param subject the room or the account that is exported
   */
  static void breakOff(HttpServletRequest request, Object subject, RuntimeException failed) {
    if (failed instanceof LogUnavailableException || failed instanceof RoomGone) {
      log.warn("The export of {} is broken off: {}", subject, failed.toString());
    } else {
      log.error("The export of {} failed and is broken off", subject, Fault.of(failed));
    }
    HttpConnection.of(request).breakOff();
  }
}
