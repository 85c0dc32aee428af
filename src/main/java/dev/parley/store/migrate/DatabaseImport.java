package dev.parley.store.migrate;

import dev.parley.chat.history.LogEntry;
import dev.parley.store.NamedSql;
import dev.parley.store.Store;
import dev.parley.store.StoreException;
import dev.parley.store.log.LineReader;
import dev.parley.store.log.RoomRow;
import dev.parley.store.log.RoomTable;
import dev.parley.store.log.WriterConnection;
import dev.parley.store.vendor.Database;
import dev.parley.store.vendor.LineRange;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Imports an SQLite database into a store that has no rooms: a backup, or the database of a server
 * that moves. Everything is imported in one transaction, or nothing. The file is not changed: a
 * copy of it in the data directory is migrated and read. The memory that is needed does not grow
 * with the number of lines. For one thread.
 */
public final class DatabaseImport {

  /** Determines the epochs of the imported logs. */
  public enum Epochs {

    /** Keeps the epochs. For a server that moves: there are no lines after the imported ones. */
    KEEP,

    /**
     * Begins new epochs with the same lines and offsets. For a backup: offsets beyond it were
     * assigned to lines that are lost, and will be assigned again.
     */
    NEW
  }

  private static final Logger log = LoggerFactory.getLogger(DatabaseImport.class);
  private static final int LINES_AT_A_TIME = 200;
  private static final int PROGRESS_INTERVAL = 100_000;

  private final Path file;
  private final Epochs epochs;
  private final Path dataDir;
  private long lines;

  /**
   * @param file the database to import from
   * @param dataDir the locked data directory of this server, where the copy is made
   */
  public DatabaseImport(Path file, Epochs epochs, Path dataDir) {
    this.file = file.toAbsolutePath().normalize();
    this.epochs = epochs;
    this.dataDir = dataDir;
  }

  /**
   * Imports everything.
   *
   * @throws dev.parley.store.StoreException where the store has rooms, or anything fails; nothing
   *     is imported then
   */
  public void into(Store store) {
    try (WriterConnection target = WriterConnection.open(store)) {
      if (target.hasRooms()) {
        throw new StoreException(
            "Nothing is imported into the database "
                + store.displayName()
                + " because it has rooms already; without parley.import.file the server starts"
                + " with them.");
      }
      read(target, store);
    } catch (SQLException e) {
      throw new StoreException("The import of " + file + " failed: " + store.reason(e) + ".", e);
    }
  }

  private void read(WriterConnection target, Store into) throws SQLException {
    try (DatabaseCopy copy = DatabaseCopy.of(file, dataDir);
        Store source = copy.open()) {
      settle(source);
      List<RoomRow> rooms = rooms(source);
      for (RoomRow room : rooms) {
        copy(source, room, target);
      }
      copyOtherTables(source, target, into.database());
      into.database().advanceSequence(target.jdbc(), "room", "id");
      target.commit();
      log.info("Imported {}. Lines: {}. Rooms: {}.", file, lines, rooms.size());
    }
  }

  private List<RoomRow> rooms(Store source) {
    try (Connection connection = source.dataSource().getConnection()) {
      List<RoomRow> rooms = NamedSql.run(connection, RoomTable::rooms);
      if (rooms.isEmpty()) {
        throw source.cannotBeOpened("it has no rooms to import", null);
      }
      return rooms;
    } catch (SQLException e) {
      throw source.cannotBeOpened(e);
    }
  }

  private void copy(Store source, RoomRow room, WriterConnection target) throws SQLException {
    target.saveRoom(epochs == Epochs.KEEP ? room : room.in(UUID.randomUUID().toString()));
    // Where lines may have been shown that are not stored, each start begins a new epoch.
    long from = room.unlogged() ? room.last() + 1 : room.first();
    while (from <= room.last()) {
      List<LogEntry> page =
          page(
              source,
              new LineRange(room.id(), from, room.last(), Long.MIN_VALUE, false, LINES_AT_A_TIME));
      if (page.isEmpty()) {
        break;
      }
      insert(room.id(), page, target);
      from = page.getLast().offset() + 1;
    }
  }

  /** Moves the newest lines of the copy to their place, from which they are read. */
  private static void settle(Store copy) {
    try (WriterConnection connection = WriterConnection.open(copy)) {
      connection.settleAll();
      connection.commit();
    } catch (SQLException e) {
      throw copy.cannotBeOpened(e);
    }
  }

  /** Copies the tables that are the same in all databases: all but those of rooms and lines. */
  private static void copyOtherTables(Store source, WriterConnection target, Database database)
      throws SQLException {
    try (Connection from = source.dataSource().getConnection()) {
      for (String table : TableCopy.tables(from)) {
        TableCopy.copy(table, from, target.jdbc(), database);
      }
    }
  }

  private static List<LogEntry> page(Store source, LineRange range) {
    try (Connection connection = source.dataSource().getConnection()) {
      return LineReader.read(connection, range);
    } catch (SQLException e) {
      throw source.cannotBeOpened(e);
    }
  }

  private void insert(int room, List<LogEntry> page, WriterConnection target) throws SQLException {
    var _ = target.insert(room, page);
    target.settleAll();
    for (LogEntry line : page) {
      if (line.redacted()) {
        var _ = target.redact(room, line.offset());
      }
    }
    long before = lines;
    lines += page.size();
    if (lines / PROGRESS_INTERVAL > before / PROGRESS_INTERVAL) {
      log.info("Importing {}: {} lines so far", file, lines);
    }
  }
}
