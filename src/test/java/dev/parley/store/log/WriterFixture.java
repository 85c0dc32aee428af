package dev.parley.store.log;

import dev.parley.chat.SetClock;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.history.SavedRoom;
import dev.parley.chat.name.RoomName;
import dev.parley.store.SqliteDataSources;
import dev.parley.store.Store;
import dev.parley.store.vendor.SqliteDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** Opens a connection without a writer, so that a test can do each step of the writer by itself. */
final class WriterFixture implements AutoCloseable {

  static final String EPOCH = "epoch";

  final SetClock clock = new SetClock();
  final FaultySource source;
  final Store store;
  WriterConnection connection;

  WriterFixture(Path directory) throws SQLException {
    source = new FaultySource(SqliteDataSources.create(directory.resolve("parley.db")));
    store = Store.of(new SqliteDatabase(), "parley.db", source, config -> {});
    connection = WriterConnection.open(store);
  }

  /** Opens another connection in place of one that has failed. */
  void reopen() throws SQLException {
    connection.close();
    connection = WriterConnection.open(store);
  }

  /** Creates a room that is not in the store. */
  RoomState room(RetentionPolicy keep) {
    return room("ops", keep);
  }

  private RoomState room(String name, RetentionPolicy keep) {
    StoredRoom stored = new StoredRoom(new RoomName(name), EPOCH, null);
    return new RoomState(stored, keep, clock, new LineWindow(100, new AtomicLong()));
  }

  /** Stores a room with a line for each of these times, none of which is in memory. */
  RoomState stored(int id, RetentionPolicy keep, List<Instant> times) throws SQLException {
    return stored(id, "ops", keep, times);
  }

  /** Stores a room of that name in the same way. */
  RoomState stored(int id, String name, RetentionPolicy keep, List<Instant> times)
      throws SQLException {
    List<LogEntry> lines = new ArrayList<>();
    for (Instant at : times) {
      lines.add(entry(lines.size() + 1, at));
    }
    RoomState room = room(name, keep);
    SavedRoom saved = new SavedRoom(room.stored.name, "", RoomSettings.AD_HOC, Instant.EPOCH);
    connection.saveRoom(new RoomRow(id, saved, EPOCH, 1, 0, false));
    var _ = connection.insert(id, lines);
    connection.settleAll();
    connection.commit();
    room.stored.id = id;
    room.stored.saved = saved;
    room.stored.newest = lines.size();
    room.resume(1, lines.size(), false, List.of());
    return room;
  }

  static LogEntry entry(long offset, Instant at) {
    return new LogEntry(offset, at, LogEntry.Kind.MESSAGE, "alice", "line " + offset, false);
  }

  /** Returns the offsets of the lines in the store. */
  List<Long> offsets() {
    return store.read(
        client -> client.sql("select \"offset\" from line order by 1").query(Long.class).list());
  }

  /** Returns the number that a query has as its result. */
  long number(String query) {
    return store.read(client -> client.sql(query).query(Long.class).single());
  }

  @Override
  public void close() throws SQLException {
    connection.close();
    store.close();
  }
}
