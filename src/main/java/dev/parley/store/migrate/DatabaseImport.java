package dev.parley.store.migrate;

import dev.parley.chat.history.LogEntry;
import dev.parley.store.NamedSql;
import dev.parley.store.Store;
import dev.parley.store.StoreException;
import dev.parley.store.log.LineReader;
import dev.parley.store.log.LogSession;
import dev.parley.store.log.RoomImage;
import dev.parley.store.log.RoomTable;
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
 * Fills a store that has no rooms from a database of SQLite: a backup, or that of a server which is
 * to move. All or nothing is imported, in one transaction, and the file is left as it is: a copy of
 * it, in the data directory, is brought to the tables of this version and read. Takes as much
 * memory for many lines as for few. For one thread.
 */
public final class DatabaseImport {

  /** What becomes of the epochs of the rooms' logs. */
  public enum Epochs {

    /** They stand. For a server that moves: nothing was said after what is imported. */
    KEEP,

    /**
     * Each log begins a new one, with the same lines and offsets. For a backup: offsets beyond it
     * were given to lines that are lost, and will be given again.
     */
    NEW
  }

  private static final Logger log = LoggerFactory.getLogger(DatabaseImport.class);
  private static final int LINES_AT_A_TIME = 200;
  private static final int LINES_TO_TELL_OF = 100_000;

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
    try (LogSession session = LogSession.open(store)) {
      if (session.hasRooms()) {
        throw new StoreException(
            "Nothing is imported into the database "
                + store.where()
                + " because it has rooms already; without parley.import.file the server starts"
                + " with them.");
      }
      read(session, store);
    } catch (SQLException e) {
      throw new StoreException("The import of " + file + " failed: " + store.reason(e) + ".", e);
    }
  }

  private void read(LogSession session, Store into) throws SQLException {
    try (DatabaseCopy copy = DatabaseCopy.of(file, dataDir);
        Store source = copy.open()) {
      List<RoomImage> rooms = rooms(source);
      for (RoomImage room : rooms) {
        copy(source, room, session);
      }
      copyTheRest(source, session, into.database());
      session.commit();
      log.info("Imported {}. Lines: {}. Rooms: {}.", file, lines, rooms.size());
    }
  }

  private List<RoomImage> rooms(Store source) {
    try (Connection connection = source.dataSource().getConnection()) {
      List<RoomImage> rooms = NamedSql.run(connection, RoomTable::rooms);
      if (rooms.isEmpty()) {
        throw source.cannotBeOpened("it has no rooms to import", null);
      }
      return rooms;
    } catch (SQLException e) {
      throw source.cannotBeOpened(e);
    }
  }

  private void copy(Store source, RoomImage room, LogSession session) throws SQLException {
    session.saveRoom(epochs == Epochs.KEEP ? room : room.in(UUID.randomUUID().toString()));
    // Where lines may have been shown that were not stored, the log begins anew at any start.
    long from = room.unlogged() ? room.last() + 1 : room.first();
    while (from <= room.last()) {
      List<LogEntry> page =
          page(
              source,
              new LineRange(room.id(), from, room.last(), Long.MIN_VALUE, false, LINES_AT_A_TIME));
      if (page.isEmpty()) {
        break;
      }
      insert(room.id(), page, session);
      from = page.getLast().offset() + 1;
    }
    index(room, session);
  }

  private static void index(RoomImage room, LogSession session) throws SQLException {
    while (session.index(room.id())) {
      // until it is complete
    }
  }

  /** What has to do with neither rooms nor lines is the same in all databases. */
  private static void copyTheRest(Store source, LogSession session, Database database)
      throws SQLException {
    try (Connection from = source.dataSource().getConnection()) {
      for (String table : TableCopy.tables(from)) {
        TableCopy.copy(table, from, session.connection(), database);
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

  private void insert(int room, List<LogEntry> page, LogSession session) throws SQLException {
    var _ = session.insert(room, page); // What the index lacks is put into it at the end.
    for (LogEntry line : page) {
      if (line.redacted()) {
        var _ = session.redact(room, line.offset());
      }
    }
    long before = lines;
    lines += page.size();
    if (lines / LINES_TO_TELL_OF > before / LINES_TO_TELL_OF) {
      log.info("Importing {}: {} lines so far", file, lines);
    }
  }
}
