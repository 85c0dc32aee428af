package dev.parley.store.log;

import dev.parley.chat.history.LogEntry;
import dev.parley.store.vendor.LineRange;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Reads the rooms from the store when the server starts. */
final class RoomLoader {

  private final LogSession session;
  private final Deletions deletions;

  RoomLoader(LogSession session, Deletions deletions) {
    this.session = session;
    this.deletions = deletions;
  }

  /** A room of the store, with its newest lines. */
  record Loaded(RoomRow row, long first, long last, List<LogEntry> newest) {}

  /**
   * Reads the rooms that are not deleted. Where lines may have been shown that were not stored, the
   * room's log begins a new epoch, so that no offset is assigned twice in one.
   *
   * @param newest the number of each room's newest lines to read
   */
  List<Loaded> load(int newest) throws SQLException {
    List<RoomImage> images = session.run(RoomTable::rooms);
    List<Integer> deleted = session.run(RoomTable::deleted);
    images.forEach(image -> deletions.use(image.id()));
    deleted.forEach(deletions::use);
    for (int room : deleted) {
      remains(room);
    }
    List<Loaded> loaded = new ArrayList<>();
    for (RoomImage image : images) {
      loaded.add(image.unlogged() ? renewed(image) : continued(image, newest));
    }
    session.commit();
    return loaded;
  }

  private Loaded continued(RoomImage image, int newest) throws SQLException {
    RoomRow row = row(image, image.epoch(), image.id());
    row.oldest = edge(image.id(), false, image.last() + 1);
    row.newest = image.last();
    long first = Math.max(image.first(), row.oldest);
    LineRange page = new LineRange(image.id(), first, image.last(), Long.MIN_VALUE, true, newest);
    return new Loaded(row, first, image.last(), LineReader.read(session.connection(), page));
  }

  private Loaded renewed(RoomImage image) throws SQLException {
    session.deleteRoom(image.id());
    remains(image.id());
    RoomRow row = row(image, UUID.randomUUID().toString(), deletions.newId());
    row.unlogged = true;
    session.saveRoom(new RoomImage(row.id, image.room(), row.epoch, 1, 0, true));
    return new Loaded(row, 1, 0, List.of());
  }

  private static RoomRow row(RoomImage image, String epoch, int id) {
    RoomRow row = new RoomRow(image.room().name(), epoch);
    row.id = id;
    row.saved = image.room();
    return row;
  }

  private void remains(int room) throws SQLException {
    deletions.left(room, edge(room, false, 1), edge(room, true, 0));
  }

  /** Returns the offset of the first or last line of a room in the store. */
  private long edge(int room, boolean newest, long otherwise) throws SQLException {
    LineRange all = new LineRange(room, 1, Long.MAX_VALUE, Long.MIN_VALUE, newest, 1);
    List<LogEntry> found = LineReader.read(session.connection(), all);
    return found.isEmpty() ? otherwise : found.getFirst().offset();
  }
}
