package dev.parley.store.log;

import dev.parley.chat.history.Retention;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.history.SavedRoom;
import dev.parley.chat.name.RoomName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the table of rooms. Stateless. */
public final class RoomTable {

  private RoomTable() {}

  /** The rooms that are not deleted. */
  public static List<RoomImage> rooms(Connection connection) throws SQLException {
    List<RoomImage> rooms = new ArrayList<>();
    try (PreparedStatement select =
            connection.prepareStatement(
                """
                select room.*, (select max("offset") from line where room_id = id) as newest
                from room where name_key is not null order by id\
                """);
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        rooms.add(image(row));
      }
    }
    return rooms;
  }

  /** The ids of the rooms that are deleted, and of which something is left. */
  static List<Integer> deleted(Connection connection) throws SQLException {
    List<Integer> deleted = new ArrayList<>();
    try (PreparedStatement select =
            connection.prepareStatement("select id from room where name_key is null order by id");
        ResultSet row = select.executeQuery()) {
      while (row.next()) {
        deleted.add(row.getInt(1));
      }
    }
    return deleted;
  }

  private static RoomImage image(ResultSet row) throws SQLException {
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
            row.getBoolean("invite_only"));
    SavedRoom room =
        new SavedRoom(
            new RoomName(row.getString("name")),
            row.getString("topic"),
            settings,
            Instant.ofEpochMilli(row.getLong("created_at")));
    return new RoomImage(
        row.getInt("id"),
        room,
        row.getString("epoch"),
        row.getLong("first_offset"),
        Math.max(row.getLong("last_offset"), row.getLong("newest")),
        row.getBoolean("unlogged"));
  }

  private static Retention retention(ResultSet row) throws SQLException {
    long lines = row.getLong("keep_lines");
    @Nullable Long bound = row.wasNull() ? null : lines;
    String age = row.getString("keep_age");
    return new Retention(bound, age == null ? null : Duration.parse(age));
  }
}
