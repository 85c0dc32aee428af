package dev.parley.store.registry;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Converts times that may be null. In the tables they are milliseconds since 1970, UTC. */
final class TimeColumns {

  private TimeColumns() {}

  /** Reads a time. */
  static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    long millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }

  /** Returns a time as it is stored. */
  static @Nullable Long millis(@Nullable Instant time) {
    return time == null ? null : time.toEpochMilli();
  }
}
