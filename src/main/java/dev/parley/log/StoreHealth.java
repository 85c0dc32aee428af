package dev.parley.log;

import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether lines can be stored, and why not. Safe for use from any thread. */
final class StoreHealth {

  private static final Logger log = LoggerFactory.getLogger(JdbcRoomLog.class);

  private volatile @Nullable String reason;

  /** Something could not be stored; the log says so once for each reason. */
  void failed(String why, Throwable cause) {
    if (!Objects.equals(reason, why)) {
      if (cause instanceof SQLException) {
        log.warn("Lines cannot be stored: {} ({})", why, LoggedFault.describe(cause));
        log.debug("The failure of the store", LoggedFault.of(cause));
      } else {
        log.error("Lines cannot be stored: {}", why, LoggedFault.of(cause));
      }
    }
    reason = why;
  }

  /** Something was stored. */
  void works() {
    if (reason != null) {
      reason = null;
      log.info("Lines can be stored again");
    }
  }

  boolean isFailing() {
    return reason != null;
  }

  /** What is wrong, as a sentence, or null. */
  @Nullable String problem() {
    String why = reason;
    return why == null ? null : "Lines cannot be stored: " + why + ".";
  }
}
