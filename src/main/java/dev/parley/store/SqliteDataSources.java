package dev.parley.store;

import dev.parley.store.vendor.SqliteDatabase;
import java.nio.file.Path;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.Pragma;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;
import org.sqlite.SQLiteDataSource;

/** Creates sources of connections to SQLite files. */
public final class SqliteDataSources {

  /** The size in bytes that the journal is truncated to after it was larger. */
  private static final int TRUNCATED_JOURNAL_SIZE = 16 * 1024 * 1024;

  private SqliteDataSources() {}

  /**
   * Creates a source.
   *
   * @throws StoreException where the native library cannot be loaded
   */
  public static SQLiteDataSource create(Path file) {
    SqliteLibrary.load();
    SQLiteDataSource source = new SQLiteDataSource(config());
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }

  /**
   * Returns the settings of connections. A commit is on the disk when it returns; readers and the
   * writer do not wait for each other.
   */
  static SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout((int) SqliteDatabase.BUSY_TIMEOUT.toMillis());
    config.enforceForeignKeys(true);
    config.setTempStore(TempStore.MEMORY);
    config.setJournalSizeLimit(TRUNCATED_JOURNAL_SIZE);
    // Overwrites deleted data: redacted texts, and their words when the index is purged.
    config.setPragma(Pragma.SECURE_DELETE, "on");
    return config;
  }
}
