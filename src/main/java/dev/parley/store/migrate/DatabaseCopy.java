package dev.parley.store.migrate;

import dev.parley.store.DataDirectory;
import dev.parley.store.SqliteDataSources;
import dev.parley.store.Store;
import dev.parley.store.StoreException;
import dev.parley.store.vendor.SqliteDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Objects;

/**
 * Copies an SQLite file with its journal, and deletes the copy when this is closed. The file itself
 * is not opened as a database, as that would change it.
 */
final class DatabaseCopy implements AutoCloseable {

  private static final List<String> SUFFIXES = List.of("", "-wal", "-shm");

  private final Path file;
  private final Path copy;

  private DatabaseCopy(Path file, Path copy) {
    this.file = file;
    this.copy = copy;
  }

  /**
   * Copies a file into a locked data directory.
   *
   * @throws dev.parley.store.StoreException where there is no such file, it cannot be copied, or it
   *     is the database of a server that runs
   */
  static DatabaseCopy of(Path file, Path dataDir) {
    DatabaseCopy copy = new DatabaseCopy(file, dataDir.resolve("import.db"));
    try {
      copy.delete();
      copy.make(dataDir);
      return copy;
    } catch (NoSuchFileException e) {
      throw new StoreException("There is no file " + file + " to import.", e);
    } catch (IOException e) {
      throw new StoreException("The file " + file + " cannot be copied to " + dataDir + ".", e);
    }
  }

  private void make(Path dataDir) throws IOException {
    Path home = Objects.requireNonNull(file.getParent());
    if (Files.exists(home.resolve("lock")) && !Files.isSameFile(home, dataDir)) {
      try (DataDirectory _ = DataDirectory.lock(home)) {
        copy();
      }
    } else {
      copy();
    }
  }

  private void copy() throws IOException {
    Files.copy(file, copy);
    Path journal = Path.of(file + "-wal");
    if (Files.exists(journal)) {
      Files.copy(journal, Path.of(copy + "-wal"), StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Opens the copy under the name of the original file. */
  Store open() {
    return Store.of(
        new SqliteDatabase(), file.toString(), SqliteDataSources.create(copy), config -> {});
  }

  private void delete() throws IOException {
    for (String suffix : SUFFIXES) {
      Files.deleteIfExists(Path.of(copy + suffix));
    }
  }

  @Override
  public void close() {
    try {
      delete();
    } catch (IOException e) {
      throw new StoreException("The copy " + copy + " cannot be deleted.", e);
    }
  }
}
