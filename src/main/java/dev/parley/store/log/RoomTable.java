package dev.parley.store.log;

import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.history.SavedRoom;
import dev.parley.chat.name.RoomName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Changes and reads the table of rooms. Stateless. */
public final class RoomTable {

  private static final String SAVE =
      insert(":id", ":first_offset, :last_offset, :unlogged")
          + """
          on conflict (id) do update set
            name = excluded.name, name_key = excluded.name_key, topic = excluded.topic,
            persistent = excluded.persistent, secret = excluded.secret,
            room_key = excluded.room_key, max_members = excluded.max_members,
            slow_mode_seconds = excluded.slow_mode_seconds,
            own_retention = excluded.own_retention, keep_lines = excluded.keep_lines,
            keep_age = excluded.keep_age, first_offset = excluded.first_offset,
            last_offset = case when excluded.last_offset > room.last_offset
              then excluded.last_offset else room.last_offset end,
            unlogged = excluded.unlogged,
            moderated = excluded.moderated, read_only = excluded.read_only,
            invite_only = excluded.invite_only,
            topic_locked = excluded.topic_locked,
            external = excluded.external, no_signals = excluded.no_signals\
          """;

  /** Inserts a room that other servers may insert too, and tells them. */
  private static final String CREATE =
      "with saved as ("
          + insert("nextval('room_id')", "1, 0, false")
          + """
            on conflict (name_key) do update set name_key = excluded.name_key
            returning id, epoch)
          select id, epoch,
            case when epoch = :epoch then publish_change(:node, 'room', cast(id as text)) end
          from saved\
          """;

  /** Updates a room that other servers may update too, and tells them. */
  private static final String UPDATE =
      """
      with saved as (
        update room set
          persistent = :persistent, secret = :secret, room_key = :room_key,
          max_members = :max_members, slow_mode_seconds = :slow_mode_seconds,
          own_retention = :own_retention, keep_lines = :keep_lines, keep_age = :keep_age,
          first_offset = greatest(first_offset, :first_offset),
          moderated = :moderated, read_only = :read_only, invite_only = :invite_only,
          topic_locked = :topic_locked, external = :external, no_signals = :no_signals
        where id = :id and name_key is not null
        returning id, epoch)
      select id, epoch, publish_change(:node, 'room', cast(id as text)) from saved\
      """;

  private static String insert(String id, String offsets) {
    return """
    insert into room (
      id, name, name_key, epoch, topic, persistent, secret, room_key, max_members,
      slow_mode_seconds, own_retention, keep_lines, keep_age, created_at,
      first_offset, last_offset, unlogged, moderated, read_only, invite_only, topic_locked,
      external, no_signals)
    values (
      %s, :name, :name_key, :epoch, :topic, :persistent, :secret, :room_key, :max_members,
      :slow_mode_seconds, :own_retention, :keep_lines, :keep_age, :created_at,
      %s, :moderated, :read_only, :invite_only, :topic_locked, :external, :no_signals)
    """
        .formatted(id, offsets);
  }

  private static final String SELECT =
      """
      select room.*, (select max("offset") from line where room_id = id) as newest
      from room where name_key is not null\
      """;

  private RoomTable() {}

  /** Reads the rooms that are not deleted. */
  public static List<RoomRow> rooms(JdbcClient client) {
    return client.sql(SELECT + " order by id").query(RoomTable::roomRow).list();
  }

  /** Reads a room, or returns null where there is none that is not deleted. */
  static @Nullable RoomRow find(JdbcClient client, int id) {
    return client
        .sql(SELECT + " and id = :id")
        .param("id", id)
        .query(RoomTable::roomRow)
        .optional()
        .orElse(null);
  }

  /** Reads the ids of deleted rooms that still have lines. */
  static List<Integer> deleted(JdbcClient client) {
    return client
        .sql("select id from room where name_key is null order by id")
        .query((row, number) -> row.getInt("id"))
        .list();
  }

  /** Inserts or updates a room. */
  static int save(JdbcClient client, RoomRow row) {
    return bind(client, SAVE, row).update();
  }

  /**
   * Inserts a room, or updates it where it has an id, in one statement, and tells other servers.
   *
   * @param node the id of this server
   * @return what is stored by the room's name, which another server may have inserted; null where
   *     the room to be updated was deleted
   */
  static @Nullable Identity saveShared(JdbcClient client, String node, RoomRow row) {
    return bind(client, row.id() == 0 ? CREATE : UPDATE, row)
        .param("node", node)
        .query((found, number) -> new Identity(found.getInt("id"), found.getString("epoch")))
        .optional()
        .orElse(null);
  }

  /**
   * Gives the roles, bans and metadata of a room its new name, in place of those that were left of
   * another room of that name, and the idempotency keys of its lines.
   *
   * @return the number of rows that changed
   */
  static int renameRules(JdbcClient client, RoomName from, RoomName to, String epoch) {
    int changed = 0;
    for (String table : List.of("room_role", "ban", "room_metadata")) {
      if (!from.equals(to)) {
        client
            .sql("delete from " + table + " where room_key = :key")
            .param("key", to.folded())
            .update();
      }
      changed +=
          client
              .sql("update " + table + " set room = :to, room_key = :key where room_key = :former")
              .param("to", to.value())
              .param("key", to.folded())
              .param("former", from.folded())
              .update();
    }
    return changed
        + client
            .sql("update idempotency_key set room = :to where epoch = :epoch")
            .param("to", to.value())
            .param("epoch", epoch)
            .update();
  }

  /** The id and the epoch of a room. */
  record Identity(int id, String epoch) {}

  /**
   * Describes the lifetime of a log that goes on.
   *
   * @param base the last offset of the epoch before this one, whose lines this one has too
   */
  record Lifetime(int id, String epoch, long base) {}

  /** Reads the epochs of the rooms of a shared database that are not deleted. */
  static List<Lifetime> lifetimes(JdbcClient client) {
    return client
        .sql("select id, epoch, epoch_base from room where name_key is not null")
        .query((row, number) -> new Lifetime(row.getInt(1), row.getString(2), row.getLong(3)))
        .list();
  }

  /** Reads the last offset of each room that is not deleted, by the room's id. */
  static Map<Integer, Long> heads(JdbcClient client) {
    Map<Integer, Long> heads = new HashMap<>();
    client
        .sql("select id, last_offset from room where name_key is not null")
        .query((RowCallbackHandler) row -> heads.put(row.getInt(1), row.getLong(2)));
    return heads;
  }

  private static JdbcClient.StatementSpec bind(JdbcClient client, String statement, RoomRow row) {
    SavedRoom room = row.room();
    RoomSettings settings = room.settings();
    RetentionPolicy own = settings.retention();
    RetentionPolicy keep = own == null ? RetentionPolicy.UNLIMITED : own;
    return client
        .sql(statement)
        .param("id", row.id())
        .param("name", room.name().value())
        .param("name_key", room.name().folded())
        .param("epoch", row.epoch())
        .param("topic", room.topic())
        .param("persistent", settings.persistent())
        .param("secret", settings.secret())
        .param("room_key", settings.key(), Types.VARCHAR)
        .param("max_members", settings.maxMembers())
        .param("slow_mode_seconds", settings.slowModeSeconds())
        .param("own_retention", own != null)
        .param("keep_lines", keep.lines(), Types.BIGINT)
        .param("keep_age", keep.age(), Types.VARCHAR)
        .param("created_at", room.createdAt().toEpochMilli())
        .param("first_offset", row.first())
        .param("last_offset", row.last())
        .param("unlogged", row.unlogged())
        .param("moderated", settings.moderated())
        .param("read_only", settings.readOnly())
        .param("invite_only", settings.inviteOnly())
        .param("topic_locked", settings.topicLocked())
        .param("external", settings.external())
        .param("no_signals", settings.noSignals());
  }

  private static RoomRow roomRow(ResultSet row, int number) throws SQLException {
    RoomSettings settings =
        new RoomSettings(
            row.getBoolean("persistent"),
            row.getBoolean("secret"),
            row.getString("room_key"),
            row.getInt("max_members"),
            row.getInt("slow_mode_seconds"),
            row.getBoolean("own_retention") ? retention(row) : null,
            row.getBoolean("moderated"),
            row.getBoolean("read_only"),
            row.getBoolean("invite_only"),
            row.getBoolean("topic_locked"),
            row.getBoolean("external"),
            row.getBoolean("no_signals"));
    SavedRoom room =
        new SavedRoom(
            new RoomName(row.getString("name")),
            row.getString("topic"),
            settings,
            Instant.ofEpochMilli(row.getLong("created_at")));
    return new RoomRow(
        row.getInt("id"),
        room,
        row.getString("epoch"),
        row.getLong("first_offset"),
        Math.max(row.getLong("last_offset"), row.getLong("newest")),
        row.getBoolean("unlogged"));
  }

  private static RetentionPolicy retention(ResultSet row) throws SQLException {
    long lines = row.getLong("keep_lines");
    @Nullable Long bound = row.wasNull() ? null : lines;
    String age = row.getString("keep_age");
    return new RetentionPolicy(bound, age == null ? null : Duration.parse(age));
  }
}
