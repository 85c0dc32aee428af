package dev.parley.store.registry;

import dev.parley.chat.moderation.AddressRange;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.Lockdown;
import dev.parley.chat.moderation.ModerationStore;
import dev.parley.chat.moderation.PersonMask;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.moderation.RoleGrant;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.store.Store;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Stores bans, roles and the lockdown in the database. Safe for use from any thread. */
public final class JdbcModerationStore implements ModerationStore {

  private static final String NICK = "nick";
  private static final String ACCOUNT = "account";
  private static final String ADDRESS = "address";
  private static final String MASK = "mask";

  private static final String HAS_KEY =
      """
      kind = :kind and room_key = :room_key and target_kind = :target_kind
      and target_key = :target_key\
      """;

  private static final String INSERT_BAN =
      """
      insert into ban (kind, room_key, target_kind, target_key, id, room, target, since, until_time,
        reason, imposed_by)
      values (:kind, :room_key, :target_kind, :target_key, :id, :room, :target, :since, :until_time,
        :reason, :imposed_by)\
      """;

  private final Store store;

  /** Creates a store in this database. */
  public JdbcModerationStore(Store store) {
    this.store = store;
  }

  @Override
  public Snapshot read() {
    return store.read(client ->
        new Snapshot(
            client.sql("select * from ban").query(JdbcModerationStore::ban).list(),
            client.sql("select * from room_role").query(JdbcModerationStore::grant).list(),
            client
                .sql("select * from defence")
                .query(JdbcModerationStore::lockdown)
                .optional()
                .orElse(Lockdown.NONE)));
  }

  private static Ban ban(ResultSet row, int number) throws SQLException {
    String room = row.getString("room");
    return new Ban(
        row.getString("id"),
        Ban.Kind.valueOf(row.getString("kind")),
        room.isEmpty() ? null : new RoomName(room),
        target(row.getString("target_kind"), row.getString("target")),
        Instant.ofEpochMilli(row.getLong("since")),
        TimeColumns.instant(row, "until_time"),
        row.getString("reason"),
        row.getString("imposed_by"));
  }

  private static Ban.Target target(String kind, String text) {
    return switch (kind) {
      case NICK -> new Ban.OfNick(new Nick(text));
      case ACCOUNT -> new Ban.OfAccount(new Nick(text));
      case MASK -> new Ban.OfMask(new PersonMask(text));
      default -> new Ban.OfAddress(Objects.requireNonNull(AddressRange.parse(text)));
    };
  }

  private static RoleGrant grant(ResultSet row, int number) throws SQLException {
    return new RoleGrant(
        new RoomName(row.getString("room")),
        new Nick(row.getString("account")),
        Role.valueOf(row.getString("role")));
  }

  private static Lockdown lockdown(ResultSet row, int number) throws SQLException {
    return new Lockdown(Lockdown.Level.valueOf(row.getString("level")), row.getString("reason"));
  }

  @Override
  public void impose(Ban ban) {
    store.change(client -> {
      byKey(client, "delete from ban where " + HAS_KEY, ban).update();
      return byKey(client, INSERT_BAN, ban)
          .param("id", ban.id())
          .param("room", ban.room() == null ? "" : ban.room().value())
          .param("target", ban.target().toString())
          .param("since", ban.since().toEpochMilli())
          .param("until_time", TimeColumns.millis(ban.until()), Types.BIGINT)
          .param("reason", ban.reason())
          .param("imposed_by", ban.by())
          .update();
    });
  }

  /** Prepares a statement with the four parameters of a ban's unique key. */
  private static JdbcClient.StatementSpec byKey(JdbcClient client, String statement, Ban ban) {
    JdbcClient.StatementSpec spec =
        client
            .sql(statement)
            .param("kind", ban.kind().name())
            .param("room_key", ban.room() == null ? "" : ban.room().folded());
    return switch (ban.target()) {
      case Ban.OfNick(Nick nick) -> target(spec, NICK, nick.folded());
      case Ban.OfAccount(Nick account) -> target(spec, ACCOUNT, account.folded());
      case Ban.OfAddress(AddressRange range) -> target(spec, ADDRESS, range.toString());
      case Ban.OfMask(PersonMask mask) -> target(spec, MASK, mask.text());
    };
  }

  private static JdbcClient.StatementSpec target(
      JdbcClient.StatementSpec spec, String kind, String key) {
    return spec.param("target_kind", kind).param("target_key", key);
  }

  @Override
  public void lift(Ban ban) {
    store.change(
        client -> client.sql("delete from ban where id = :id").param("id", ban.id()).update());
  }

  @Override
  public void give(RoomName room, Nick account, @Nullable Role role) {
    store.change(client -> {
      int deleted =
          client
              .sql("delete from room_role where room_key = :room and account_key = :account")
              .param("room", room.folded())
              .param("account", account.folded())
              .update();
      return role == null ? deleted : insert(client, new RoleGrant(room, account, role));
    });
  }

  private static int insert(JdbcClient client, RoleGrant grant) {
    return client
        .sql(
            """
            insert into room_role (room, room_key, account, account_key, role)
            values (:room, :room_key, :account, :account_key, :role)\
            """)
        .param("room", grant.room().value())
        .param("room_key", grant.room().folded())
        .param("account", grant.account().value())
        .param("account_key", grant.account().folded())
        .param("role", grant.role().name())
        .update();
  }

  @Override
  public void forget(RoomName room) {
    store.change(client ->
        Stream.of("ban", "room_role")
            .mapToInt(table ->
                client
                    .sql("delete from " + table + " where room_key = :room")
                    .param("room", room.folded())
                    .update())
            .sum());
  }

  @Override
  public void saveLockdown(Lockdown lockdown) {
    store.change(client -> {
      client.sql("delete from defence").update();
      return client
          .sql("insert into defence (id, level, reason) values (1, :level, :reason)")
          .param("level", lockdown.level().name())
          .param("reason", lockdown.reason())
          .update();
    });
  }
}
