package dev.parley.store.log;

import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.PostKey;
import dev.parley.chat.history.PostKeys.Posted;
import dev.parley.chat.name.RoomName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Changes and reads the table of idempotency keys. Stateless. */
final class PostKeyTable {

  private PostKeyTable() {}

  /** A row of the table. */
  record Row(PostKey key, LogEntry entry, boolean kept) {}

  /** Stores a key, in place of an expired one that was not removed yet. */
  static int insert(JdbcClient client, StoredRoom room, Row row) {
    return client
        .sql(
            """
            insert into idempotency_key
              (key_hash, digest, room, epoch, "offset", at, used_at, kept)
            values (:key_hash, :digest, :room, :epoch, :offset, :at, :at, :kept)
            on conflict (key_hash) do update set
              digest = excluded.digest, room = excluded.room, epoch = excluded.epoch,
              "offset" = excluded."offset", at = excluded.at, used_at = excluded.used_at,
              kept = excluded.kept\
            """)
        .param("key_hash", row.key.hash())
        .param("digest", row.key.digest())
        .param("room", room.name.value())
        .param("epoch", room.epoch)
        .param("offset", row.entry.offset())
        .param("at", row.entry.at().toEpochMilli())
        .param("kept", row.kept)
        .update();
  }

  /** Finds the line that was posted under a key since a time. */
  static @Nullable Posted find(JdbcClient client, String hash, Instant since) {
    return client
        .sql("select * from idempotency_key where key_hash = :key_hash and at >= :since")
        .param("key_hash", hash)
        .param("since", since.toEpochMilli())
        .query(PostKeyTable::posted)
        .optional()
        .orElse(null);
  }

  private static Posted posted(ResultSet row, int number) throws SQLException {
    return new Posted(
        row.getString("digest"),
        new RoomName(row.getString("room")),
        row.getString("epoch"),
        row.getLong("offset"),
        Instant.ofEpochMilli(row.getLong("at")),
        row.getBoolean("kept"));
  }

  /** Claims a key for a server, unless another one that is alive has it. */
  static boolean claim(JdbcClient client, String hash, String node) {
    return client
            .sql(
                """
                insert into idempotency_claim (key_hash, node) values (:key_hash, :node)
                on conflict (key_hash) do update set node = excluded.node
                where idempotency_claim.node = excluded.node or not exists
                  (select 1 from node
                  where node.id = idempotency_claim.node and lease_until >= log_time())\
                """)
            .param("key_hash", hash)
            .param("node", node)
            .update()
        > 0;
  }

  /** Releases a key that a server claimed. */
  static int release(JdbcClient client, String hash, String node) {
    return client
        .sql("delete from idempotency_claim where key_hash = :key_hash and node = :node")
        .param("key_hash", hash)
        .param("node", node)
        .update();
  }

  /** Stores the time of the last use of a key. */
  static int use(JdbcClient client, String hash, Instant now) {
    return client
        .sql("update idempotency_key set used_at = :now where key_hash = :key_hash")
        .param("now", now.toEpochMilli())
        .param("key_hash", hash)
        .update();
  }

  /** Removes expired keys, and the least recently used ones of too many. */
  static int sweep(JdbcClient client, Bounds bounds, Instant now) {
    int expired =
        client
            .sql("delete from idempotency_key where at < :expired")
            .param("expired", now.minus(bounds.maxAge).toEpochMilli())
            .update();
    return expired
        + client
            .sql(
                """
                delete from idempotency_key where used_at <
                  (select used_at from idempotency_key order by used_at desc
                  limit 1 offset :remaining)\
                """)
            .param("remaining", bounds.maxKeys - 1)
            .update();
  }

  /** Returns whether there are any keys. */
  static boolean hasAny(JdbcClient client) {
    return !client.sql("select 1 from idempotency_key limit 1").query().listOfRows().isEmpty();
  }

  /** The bounds of the table in keys and in time. */
  record Bounds(int maxKeys, Duration maxAge) {}
}
