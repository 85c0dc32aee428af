package dev.parley.store;

import dev.parley.store.vendor.Database;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records whether lines can be stored, and the reason where they cannot. Safe for use from any
 * thread.
 */
public final class StoreHealth {

  private static final Logger log = LoggerFactory.getLogger(StoreHealth.class);

  private final @Nullable DatabaseFile file;
  private volatile @Nullable String reason;

  /** True from when the disk was full until there is enough space again. */
  private volatile boolean diskWasFull;

  /**
   * @param file the file of an embedded database
   */
  StoreHealth(@Nullable DatabaseFile file) {
    this.file = file;
  }

  /** Records a failure, and logs it once for each reason. */
  public void recordFailure(String why, Throwable cause) {
    if (!Objects.equals(reason, why)) {
      if (cause instanceof SQLException) {
        log.warn("Lines cannot be stored: {} ({})", why, DatabaseFault.describe(cause));
        log.debug("The failure of the store", DatabaseFault.of(cause));
      } else {
        log.error("Lines cannot be stored: {}", why, DatabaseFault.of(cause));
      }
    }
    reason = why;
    diskWasFull |= why.equals(Database.DISK_FULL);
  }

  /** Records a success, and logs it after a failure. */
  public void recordSuccess() {
    if (diskWasFull && lowSpace() == null) {
      diskWasFull = false;
    }
    if (reason != null) {
      reason = null;
      log.info("Lines can be stored again");
    }
  }

  public boolean isFailing() {
    return reason != null;
  }

  /** Returns the problem as a sentence, or null where there is none. */
  @Nullable
  public String problem() {
    String why = reason;
    if (why != null) {
      return "Lines cannot be stored: " + why + ".";
    }
    String low = diskWasFull ? lowSpace() : null;
    return low == null ? null : "Not every line can be stored: " + low + ".";
  }

  private @Nullable String lowSpace() {
    return file == null ? null : file.lowSpace();
  }
}
