package dev.parley.store;

import java.io.File;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.locks.ReentrantLock;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Loads the native library of SQLite from the jar of its driver. By itself, the driver unpacks it
 * at each start, reads it a second time byte by byte, and never deletes it from the temporary
 * files.
 */
final class SqliteLibrary {

  private static final String PATH_PROPERTY = "org.sqlite.lib.path";

  private static final ReentrantLock lock = new ReentrantLock();
  private static boolean loaded;

  private SqliteLibrary() {}

  /**
   * Loads the library, unless the driver is configured to find it elsewhere, or has loaded it.
   *
   * @throws StoreException where that is not possible
   */
  static void load() {
    if (System.getProperty(PATH_PROPERTY) != null
        || System.getProperty("org.sqlite.tmpdir") != null) {
      return;
    }
    lock.lock();
    try {
      if (!loaded) {
        Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
        loadFrom(Files.createTempDirectory(temporary, "parley-sqlite"));
        loaded = true;
      }
    } catch (Exception e) { // The driver declares no narrower exception.
      throw new StoreException(
          "The native library of SQLite cannot be loaded from the temporary directory "
              + System.getProperty("java.io.tmpdir")
              + ": nothing may be executed there, or it is not for this system.",
          e);
    } finally {
      lock.unlock();
    }
  }

  private static void loadFrom(Path directory) throws Exception {
    Path library = directory.resolve(LibraryLoaderUtil.getNativeLibName());
    try {
      unpack(library);
      System.setProperty(PATH_PROPERTY, directory.toString());
      SQLiteJDBCLoader.initialize();
    } finally {
      System.clearProperty(PATH_PROPERTY);
      delete(library.toFile());
      delete(directory.toFile());
    }
  }

  /** Deletes a file, on Windows at the end of the process, as it is in use until then. */
  private static void delete(File file) {
    if (!file.delete()) {
      file.deleteOnExit();
    }
  }

  private static void unpack(Path library) throws IOException {
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + '/' + library.getFileName();
    try (InputStream packed = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
      if (packed == null) {
        throw new FileNotFoundException(resource);
      }
      Files.copy(packed, library);
    }
  }
}
