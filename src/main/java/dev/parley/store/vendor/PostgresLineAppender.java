package dev.parley.store.vendor;

import dev.parley.chat.history.LogEntry;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** Appends lines by the function {@code append_lines} of the database. */
public final class PostgresLineAppender implements LineAppender {

  private final Connection connection;
  private final PreparedStatement append;
  private String node = "";
  private String session = "";
  private final boolean leased;

  /**
   * @param leased whether the server needs a lease to append
   */
  PostgresLineAppender(Connection connection, boolean leased) throws SQLException {
    this.connection = connection;
    this.leased = leased;
    append =
        connection.prepareStatement(
            "select * from append_lines(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)");
  }

  @Override
  public BatchReceipt begin(String server) throws SQLException {
    node = server;
    session = UUID.randomUUID().toString();
    try (PreparedStatement take =
        connection.prepareStatement(
            """
            insert into writer (node, session, batch, rooms, bases, times, leased)
            values (?, ?, 0, '{}', '{}', '{}', ?)
            on conflict (node) do update set session = excluded.session
            returning batch, rooms, bases, times\
            """)) {
      take.setString(1, node);
      take.setString(2, session);
      take.setBoolean(3, leased);
      try (ResultSet row = take.executeQuery()) {
        row.next();
        return new BatchReceipt(row.getLong("batch"), places(row));
      }
    }
  }

  private static List<BatchReceipt.Place> places(ResultSet row) throws SQLException {
    Integer[] rooms = (Integer[]) row.getArray("rooms").getArray();
    Long[] bases = (Long[]) row.getArray("bases").getArray();
    Long[] times = (Long[]) row.getArray("times").getArray();
    List<BatchReceipt.Place> places = new ArrayList<>();
    for (int i = 0; i < rooms.length; i++) {
      Instant at = Instant.ofEpochMilli(times[i]);
      places.add(new BatchReceipt.Place(rooms[i], bases[i], at, List.of()));
    }
    return places;
  }

  @Override
  public void forgetOthers() throws SQLException {
    try (PreparedStatement delete =
        connection.prepareStatement("delete from writer where node <> ?")) {
      delete.setString(1, node);
      delete.executeUpdate();
    }
  }

  @Override
  public BatchReceipt append(LineBatch batch) throws SQLException {
    append.setString(1, node);
    append.setString(2, session);
    append.setLong(3, batch.number);
    List<LineBatch.Room> rooms = batch.rooms;
    boolean topics = rooms.stream().anyMatch(room -> room.topic() != null);
    set(4, "int4", rooms, LineBatch.Room::id, Integer[]::new);
    set(5, "int8", rooms, LineBatch.Room::known, Long[]::new);
    set(6, "int4", rooms, LineBatch.Room::steps, Integer[]::new);
    set(7, "text", topics ? rooms : List.of(), LineBatch.Room::topic, String[]::new);
    List<LineBatch.Line> lines = batch.lines;
    set(8, "int4", lines, LineBatch.Line::room, Integer[]::new);
    set(9, "int4", lines, LineBatch.Line::step, Integer[]::new);
    set(10, "text", lines, line -> line.entry().kind().name(), String[]::new);
    set(11, "text", lines, line -> line.entry().from(), String[]::new);
    set(12, "text", lines, line -> line.entry().text(), String[]::new);
    set(13, "text", lines, PostgresLineAppender::words, String[]::new);
    List<LineBatch.Key> keys = batch.keys;
    set(14, "int4", keys, LineBatch.Key::room, Integer[]::new);
    set(15, "int4", keys, LineBatch.Key::step, Integer[]::new);
    set(16, "text", keys, key -> key.key().hash(), String[]::new);
    set(17, "text", keys, key -> key.key().digest(), String[]::new);
    set(18, "bool", keys, LineBatch.Key::kept, Boolean[]::new);
    try (ResultSet row = append.executeQuery()) {
      return new BatchReceipt(batch.number, receivedPlaces(row));
    } catch (AssertionError e) {
      // The driver throws this at times when the connection is closed meanwhile.
      throw new SQLException("The connection was lost", "08006", e);
    }
  }

  private static String words(LineBatch.Line line) {
    return PostgresLineTable.words(line.entry());
  }

  /** Sets an array with one element for each row, and null for no rows. */
  private <T, E> void set(
      int parameter,
      String type,
      List<T> rows,
      Function<T, @Nullable E> element,
      IntFunction<@Nullable E[]> generator)
      throws SQLException {
    Array array = null;
    if (!rows.isEmpty()) {
      array = connection.createArrayOf(type, rows.stream().map(element).toArray(generator));
    }
    append.setArray(parameter, array);
  }

  private static List<BatchReceipt.Place> receivedPlaces(ResultSet row) throws SQLException {
    List<BatchReceipt.Place> places = new ArrayList<>();
    while (row.next()) {
      Instant at = Instant.ofEpochMilli(row.getLong("of_at"));
      String kind = row.getString("of_kind");
      long offset = row.getLong("of_offset");
      if (kind == null) {
        places.add(new BatchReceipt.Place(row.getInt("of_room"), offset, at, new ArrayList<>()));
      } else {
        LogEntry line =
            new LogEntry(
                offset,
                at,
                LogEntry.Kind.valueOf(kind),
                row.getString("of_sender"),
                row.getString("of_text"),
                row.getBoolean("of_redacted"));
        places.getLast().others().add(line);
      }
    }
    return places;
  }
}
