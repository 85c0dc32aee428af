package dev.parley.store;

import dev.parley.store.vendor.Database;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Whether lines can be stored, and why not. Safe for use from any thread. */
public final class StoreHealth {

  private static final Logger log = LoggerFactory.getLogger(StoreHealth.class);

  private final @Nullable DatabaseFile file;
  private volatile @Nullable String reason;

  /** Whether something did not fit, since there was enough space. */
  private volatile boolean full;

  /**
   * @param file where the database is, if that is a file
   */
  StoreHealth(@Nullable DatabaseFile file) {
    this.file = file;
  }

  /** Something could not be stored; the log says so once for each reason. */
  public void failed(String why, Throwable cause) {
    if (!Objects.equals(reason, why)) {
      if (cause instanceof SQLException) {
        log.warn("Lines cannot be stored: {} ({})", why, DatabaseFault.describe(cause));
        log.debug("The failure of the store", DatabaseFault.of(cause));
      } else {
        log.error("Lines cannot be stored: {}", why, DatabaseFault.of(cause));
      }
    }
    reason = why;
    full |= why.equals(Database.DISK_FULL);
  }

  /** Something was stored. */
  public void works() {
    if (full && lowSpace() == null) {
      full = false;
    }
    if (reason != null) {
      reason = null;
      log.info("Lines can be stored again");
    }
  }

  public boolean isFailing() {
    return reason != null;
  }

  /** What is wrong, as a sentence, or null. */
  @Nullable
  public String problem() {
    String why = reason;
    if (why != null) {
      return "Lines cannot be stored: " + why + ".";
    }
    String low = full ? lowSpace() : null;
    return low == null ? null : "Not every line can be stored: " + low + ".";
  }

  private @Nullable String lowSpace() {
    return file == null ? null : file.lowSpace();
  }
}
