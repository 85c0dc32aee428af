package dev.parley.store.log;

import dev.parley.chat.history.LogEntry;
import dev.parley.store.vendor.LineRange;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads the rooms from the store when the server starts. */
final class RoomLoader {

  private final WriterConnection connection;
  private final RoomDeletions deletions;

  RoomLoader(WriterConnection connection, RoomDeletions deletions) {
    this.connection = connection;
    this.deletions = deletions;
  }

  /** A room of the store, with its newest lines. */
  record Loaded(StoredRoom stored, long first, long last, List<LogEntry> newest) {}

  /**
   * Settles all lines, and reads the rooms that are not deleted. Where lines may have been shown
   * that were not stored, the room's log begins a new epoch, so that no offset is assigned twice in
   * one.
   *
   * @param newest the number of each room's newest lines to read
   */
  List<Loaded> load(int newest) throws SQLException {
    if (connection.isShared()) {
      return loadShared(newest);
    }
    while (connection.settle()) {
      connection.commit();
    }
    List<RoomRow> rows = connection.run(RoomTable::rooms);
    List<Integer> deleted = connection.run(RoomTable::deleted);
    rows.forEach(row -> deletions.reserveId(row.id()));
    deleted.forEach(deletions::reserveId);
    for (int room : deleted) {
      addRemaining(room);
    }
    List<Loaded> loaded = new ArrayList<>();
    for (RoomRow row : rows) {
      loaded.add(row.unlogged() ? renew(row) : resume(row, newest, connection));
    }
    connection.commit();
    return loaded;
  }

  private List<Loaded> loadShared(int newest) throws SQLException {
    List<Loaded> loaded = new ArrayList<>();
    for (RoomRow row : connection.run(RoomTable::rooms)) {
      loaded.add(resume(row, newest, connection));
    }
    connection.commit();
    return loaded;
  }

  /**
   * Reads a room as it is.
   *
   * @param newest the number of its newest lines to read
   */
  static Loaded resume(RoomRow row, int newest, WriterConnection connection) throws SQLException {
    StoredRoom stored = stored(row, row.epoch(), row.id(), connection.isShared());
    stored.oldest = boundaryOffset(row.id(), false, row.last() + 1, connection);
    stored.newest = row.last();
    long first = Math.max(row.first(), stored.oldest);
    LineRange page = new LineRange(row.id(), first, row.last(), Long.MIN_VALUE, true, newest);
    return new Loaded(stored, first, row.last(), LineReader.read(connection.jdbc(), page));
  }

  private Loaded renew(RoomRow row) throws SQLException {
    connection.markRoomDeleted(row.id());
    addRemaining(row.id());
    StoredRoom stored = stored(row, UUID.randomUUID().toString(), deletions.allocateId(), false);
    stored.unlogged = true;
    connection.saveRoom(new RoomRow(stored.id, row.room(), stored.epoch, 1, 0, true));
    return new Loaded(stored, 1, 0, List.of());
  }

  private static StoredRoom stored(RoomRow row, String epoch, int id, boolean shared) {
    LineSequence sequence = shared ? new LineSequence(row.last()) : null;
    StoredRoom stored = new StoredRoom(row.room().name(), epoch, sequence);
    stored.id = id;
    stored.saved = row.room();
    return stored;
  }

  private void addRemaining(int room) throws SQLException {
    addRemaining(room, deletions, connection);
  }

  /** Adds the lines of a deleted room to those that are to be deleted. */
  static void addRemaining(int room, RoomDeletions deletions, WriterConnection connection)
      throws SQLException {
    deletions.addRemaining(
        room,
        boundaryOffset(room, false, 1, connection),
        boundaryOffset(room, true, 0, connection));
  }

  /** Returns the offset of the first or last line of a room in the store. */
  private static long boundaryOffset(
      int room, boolean newest, long otherwise, WriterConnection connection) throws SQLException {
    LineRange all = new LineRange(room, 1, Long.MAX_VALUE, Long.MIN_VALUE, newest, 1);
    List<LogEntry> found = LineReader.read(connection.jdbc(), all);
    return found.isEmpty() ? otherwise : found.getFirst().offset();
  }
}
