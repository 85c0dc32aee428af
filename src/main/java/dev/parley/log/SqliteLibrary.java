package dev.parley.log;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * The native library of SQLite, which comes in the jar of its driver. Left to itself, the driver
 * unpacks it at each start, reads it a second time byte by byte, and leaves it among the temporary
 * files for good.
 */
final class SqliteLibrary {

  private static final Logger log = LoggerFactory.getLogger(SqliteLibrary.class);
  private static final String WHERE = "org.sqlite.lib.path";

  private SqliteLibrary() {}

  /**
   * Loads it, unless the driver was told where it is. Where that is not possible, the driver tries
   * for itself, and says so if it cannot either.
   */
  static void load() {
    if (System.getProperty(WHERE) != null || System.getProperty("org.sqlite.tmpdir") != null) {
      return;
    }
    try {
      Path directory = Files.createTempDirectory("parley-sqlite");
      try {
        loadFrom(directory);
      } finally {
        Files.delete(directory);
      }
    } catch (Exception e) { // The driver says no more of what it throws.
      log.debug("The library of SQLite was not loaded", e);
    }
  }

  /** What is loaded can be deleted, except on Windows. */
  private static void loadFrom(Path directory) throws Exception {
    Path library = directory.resolve(LibraryLoaderUtil.getNativeLibName());
    unpack(library);
    System.setProperty(WHERE, directory.toString());
    try {
      SQLiteJDBCLoader.initialize();
    } finally {
      System.clearProperty(WHERE);
      Files.delete(library);
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
