package dev.parley.store.registry;

import dev.parley.chat.moderation.AddressRange;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.Lockdown;
import dev.parley.chat.moderation.ModerationStore;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.moderation.RoleGrant;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.store.Store;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The rules in the database. */
public final class JdbcModerationStore implements ModerationStore {

  private static final String NICK = "nick";
  private static final String ACCOUNT = "account";
  private static final String ADDRESS = "address";

  private final Store store;

  /** The rules in this database. */
  public JdbcModerationStore(Store store) {
    this.store = store;
  }

  @Override
  public Rules read() {
    return store.read(connection ->
        new Rules(
            all(connection, "select * from ban", JdbcModerationStore::ban),
            all(connection, "select * from room_role", JdbcModerationStore::grant),
            all(connection, "select * from defence", JdbcModerationStore::defence).stream()
                .findFirst()
                .orElse(Lockdown.NONE)));
  }

  private interface RowReader<T> {
    T read(ResultSet row) throws SQLException;
  }

  private static <T> List<T> all(Connection connection, String query, RowReader<T> reader)
      throws SQLException {
    List<T> all = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(query);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        all.add(reader.read(row));
      }
    }
    return all;
  }

  private static Ban ban(ResultSet row) throws SQLException {
    String room = row.getString("room");
    return new Ban(
        row.getString("id"),
        Ban.Kind.valueOf(row.getString("kind")),
        room.isEmpty() ? null : new RoomName(room),
        target(row.getString("target_kind"), row.getString("target")),
        Instant.ofEpochMilli(row.getLong("since")),
        Columns.instant(row, "until_time"),
        row.getString("reason"),
        row.getString("imposed_by"));
  }

  private static Ban.Target target(String kind, String text) {
    return switch (kind) {
      case NICK -> new Ban.OfNick(new Nick(text));
      case ACCOUNT -> new Ban.OfAccount(new Nick(text));
      default -> new Ban.OfAddress(Objects.requireNonNull(AddressRange.parse(text)));
    };
  }

  private static RoleGrant grant(ResultSet row) throws SQLException {
    return new RoleGrant(
        new RoomName(row.getString("room")),
        new Nick(row.getString("account")),
        Role.valueOf(row.getString("role")));
  }

  private static Lockdown defence(ResultSet row) throws SQLException {
    return new Lockdown(Lockdown.Level.valueOf(row.getString("level")), row.getString("reason"));
  }

  @Override
  public void impose(Ban ban) {
    store.change(connection -> {
      strikeOut(connection, ban);
      try (PreparedStatement insert =
          connection.prepareStatement(
              """
              insert into ban (kind, room_key, target_kind, target_key, id, room, target, since,
                until_time, reason, imposed_by) values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)\
              """)) {
        identify(insert, ban);
        insert.setString(5, ban.id());
        insert.setString(6, ban.room() == null ? "" : ban.room().value());
        insert.setString(7, ban.target().toString());
        insert.setLong(8, ban.since().toEpochMilli());
        Columns.set(insert, 9, ban.until());
        insert.setString(10, ban.reason());
        insert.setString(11, ban.by());
        insert.executeUpdate();
      }
      return null;
    });
  }

  /** Sets the first four parameters: what no two bans have in common. */
  private static void identify(PreparedStatement statement, Ban ban) throws SQLException {
    statement.setString(1, ban.kind().name());
    statement.setString(2, ban.room() == null ? "" : ban.room().folded());
    switch (ban.target()) {
      case Ban.OfNick(Nick nick) -> identify(statement, NICK, nick.folded());
      case Ban.OfAccount(Nick account) -> identify(statement, ACCOUNT, account.folded());
      case Ban.OfAddress(AddressRange range) -> identify(statement, ADDRESS, range.toString());
    }
  }

  private static void identify(PreparedStatement statement, String kind, String key)
      throws SQLException {
    statement.setString(3, kind);
    statement.setString(4, key);
  }

  private static void strikeOut(Connection connection, Ban ban) throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement(
            "delete from ban where kind = ? and room_key = ? and target_kind = ?"
                + " and target_key = ?")) {
      identify(delete, ban);
      delete.executeUpdate();
    }
  }

  @Override
  public void lift(Ban ban) {
    store.change(
        connection -> Columns.update(connection, "delete from ban where id = ?", ban.id()));
  }

  @Override
  public void give(RoomName room, Nick account, @Nullable Role role) {
    store.change(connection -> {
      Columns.update(
          connection,
          "delete from room_role where room_key = ? and account_key = ?",
          room.folded(),
          account.folded());
      return role == null
          ? 0
          : Columns.update(
              connection,
              "insert into room_role (room, room_key, account, account_key, role)"
                  + " values (?, ?, ?, ?, ?)",
              room.value(),
              room.folded(),
              account.value(),
              account.folded(),
              role.name());
    });
  }

  @Override
  public void forget(RoomName room) {
    store.change(connection -> {
      Columns.update(connection, "delete from ban where room_key = ?", room.folded());
      return Columns.update(connection, "delete from room_role where room_key = ?", room.folded());
    });
  }

  @Override
  public void saveLockdown(Lockdown defence) {
    store.change(connection -> {
      Columns.update(connection, "delete from defence");
      return Columns.update(
          connection,
          "insert into defence (id, level, reason) values (1, ?, ?)",
          defence.level().name(),
          defence.reason());
    });
  }
}
