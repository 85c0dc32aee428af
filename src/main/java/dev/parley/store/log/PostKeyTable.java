package dev.parley.store.log;

import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.PostKey;
import dev.parley.chat.history.PostKeys.Posted;
import dev.parley.chat.name.RoomName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Changes and reads the table of the keys that lines were posted under. Stateless. */
final class PostKeyTable {

  private PostKeyTable() {}

  /** A key and its line. */
  record Row(PostKey key, LogEntry entry, boolean kept) {}

  /** Stores a key; one that was forgotten but not removed yet is replaced. */
  static void insert(Connection connection, RoomRow room, Row row) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into idempotency_key
              (key_hash, digest, room, epoch, "offset", at, used_at, kept)
            values (?, ?, ?, ?, ?, ?, ?, ?)
            on conflict (key_hash) do update set
              digest = excluded.digest, room = excluded.room, epoch = excluded.epoch,
              "offset" = excluded."offset", at = excluded.at, used_at = excluded.used_at,
              kept = excluded.kept\
            """)) {
      insert.setString(1, row.key.hash());
      insert.setString(2, row.key.digest());
      insert.setString(3, room.name.value());
      insert.setString(4, room.epoch);
      insert.setLong(5, row.entry.offset());
      insert.setLong(6, row.entry.at().toEpochMilli());
      insert.setLong(7, row.entry.at().toEpochMilli());
      insert.setBoolean(8, row.kept);
      insert.executeUpdate();
    }
  }

  /** Finds what was posted under a key since a time. */
  static @Nullable Posted find(Connection connection, String hash, Instant since)
      throws SQLException {
    try (PreparedStatement select =
        connection.prepareStatement(
            """
            select digest, room, epoch, "offset", at, kept from idempotency_key
            where key_hash = ? and at >= ?\
            """)) {
      select.setString(1, hash);
      select.setLong(2, since.toEpochMilli());
      try (ResultSet row = select.executeQuery()) {
        return row.next()
            ? new Posted(
                row.getString(1),
                new RoomName(row.getString(2)),
                row.getString(3),
                row.getLong(4),
                Instant.ofEpochMilli(row.getLong(5)),
                row.getBoolean(6))
            : null;
      }
    }
  }

  /** Notes when a key was used last. */
  static int use(Connection connection, String hash, Instant now) throws SQLException {
    try (PreparedStatement update =
        connection.prepareStatement("update idempotency_key set used_at = ? where key_hash = ?")) {
      update.setLong(1, now.toEpochMilli());
      update.setString(2, hash);
      return update.executeUpdate();
    }
  }

  /** Removes the keys of lines of a room that are not stored after all. */
  static void deleteBeyond(Connection connection, String epoch, long last) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "delete from idempotency_key where epoch = ? and \"offset\" > ?")) {
      delete.setString(1, epoch);
      delete.setLong(2, last);
      delete.executeUpdate();
    }
  }

  /** Removes the keys that are too old, and of too many those not used for longest. */
  static void sweep(Connection connection, Bound bound, Instant now) throws SQLException {
    try (PreparedStatement old =
            connection.prepareStatement("delete from idempotency_key where at < ?");
        PreparedStatement tooMany =
            connection.prepareStatement(
                """
                delete from idempotency_key where used_at <
                  (select used_at from idempotency_key order by used_at desc limit 1 offset ?)\
                """)) {
      old.setLong(1, now.minus(bound.time).toEpochMilli());
      old.executeUpdate();
      tooMany.setInt(1, bound.most - 1);
      tooMany.executeUpdate();
    }
  }

  /** Whether there are any keys. */
  static boolean hasAny(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement("select 1 from idempotency_key limit 1");
        ResultSet row = select.executeQuery()) {
      return row.next();
    }
  }

  /** How many keys are kept, and how long. */
  record Bound(int most, Duration time) {}
}
