package dev.parley.store;

import dev.parley.store.vendor.SqliteDatabase;
import java.nio.file.Path;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteConfig.JournalMode;
import org.sqlite.SQLiteConfig.Pragma;
import org.sqlite.SQLiteConfig.SynchronousMode;
import org.sqlite.SQLiteConfig.TempStore;
import org.sqlite.SQLiteDataSource;

/** How files of SQLite are opened. */
public final class Sqlite {

  /** In bytes: what the file of changes is cut to when it was larger for once. */
  private static final int LARGEST_JOURNAL = 16 * 1024 * 1024;

  private Sqlite() {}

  /** Throws {@link StoreException} where the native library cannot be loaded. */
  public static SQLiteDataSource source(Path file) {
    SqliteLibrary.load();
    SQLiteDataSource source = new SQLiteDataSource(config());
    source.setUrl("jdbc:sqlite:" + file);
    return source;
  }

  /** A commit is on the disk when it returns; readers and the writer do not wait for each other. */
  static SQLiteConfig config() {
    SQLiteConfig config = new SQLiteConfig();
    config.setJournalMode(JournalMode.WAL);
    config.setSynchronous(SynchronousMode.FULL);
    config.setBusyTimeout((int) SqliteDatabase.PATIENCE.toMillis());
    config.enforceForeignKeys(true);
    config.setTempStore(TempStore.MEMORY);
    config.setJournalSizeLimit(LARGEST_JOURNAL);
    // What is deleted is overwritten: redacted texts, and their words when the index is purged.
    config.setPragma(Pragma.SECURE_DELETE, "on");
    return config;
  }
}
