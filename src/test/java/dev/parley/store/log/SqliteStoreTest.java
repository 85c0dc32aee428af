package dev.parley.store.log;

import static dev.parley.store.log.RoomLogContract.DEV;
import static dev.parley.store.log.RoomLogContract.OPS;

import dev.parley.chat.history.RetentionPolicy;
import dev.parley.store.SqliteDataSources;
import dev.parley.store.Store;
import dev.parley.store.vendor.SqliteDatabase;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.sqlite.SQLiteDataSource;

/** Opens a log in an SQLite file that fails on demand. */
abstract class SqliteStoreTest {

  static final RetentionPolicy DAY = new RetentionPolicy(null, Duration.ofDays(1));
  static final int LINES_IN_MEMORY = 10;

  @TempDir Path directory;

  Path database;
  SQLiteDataSource file;
  FaultySource source;
  Store store;
  JdbcRoomLog log;
  LogTester tester;

  private final RetentionPolicy keep;

  /**
   * @param keep the retention of rooms that have none of their own
   */
  SqliteStoreTest(RetentionPolicy keep) {
    this.keep = keep;
  }

  @BeforeEach
  void open() {
    database = directory.resolve("parley.db");
    open(SqliteDataSources.create(database));
  }

  /** Opens the log in a file that fails on demand. */
  void open(SQLiteDataSource opened) {
    file = opened;
    source = new FaultySource(file);
    open(Store.of(new SqliteDatabase(), "parley.db", source, config -> {}));
  }

  /** Opens the log in a store. */
  void open(Store opened) {
    store = opened;
    log = new JdbcRoomLog(store, keep, LINES_IN_MEMORY, Clock.systemUTC());
    tester = new LogTester(log, Clock.systemUTC());
    LogTester.open(log, OPS);
    LogTester.open(log, DEV);
  }

  @AfterEach
  void close() {
    log.close();
    store.close();
  }

  void restart() {
    close();
    open();
  }
}
