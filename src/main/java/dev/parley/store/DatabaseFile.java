package dev.parley.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.sql.SQLException;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The file that a database of SQLite is in, as the file system has it. A program that has a file
 * open does not notice that it was moved away, and what it writes is lost. Safe for use from any
 * thread.
 */
public final class DatabaseFile {

  /** The journal is cut when it is larger than this. It is half of it at most times. */
  public static final long LARGEST_JOURNAL = 32L * 1024 * 1024;

  /** The file is not where it was. */
  static final class MovedException extends SQLException {
    MovedException() {
      super("The file of the database is another one, or gone");
    }
  }

  private final Path file;
  private final Path journal;
  private final LongSupplier lowSpace;
  private volatile @Nullable Object key;
  private volatile @Nullable Object journalKey;
  private volatile boolean journalLost;

  /**
   * @param lowSpace below how many free bytes the disk counts as nearly full
   */
  public DatabaseFile(Path file, LongSupplier lowSpace) {
    this.file = file;
    this.journal = Path.of(file + "-wal");
    this.lowSpace = lowSpace;
  }

  /** Takes the file that is there now for the one. */
  void opened() {
    key = key(file);
  }

  /**
   * Checks that the file is there, and the same one.
   *
   * @throws MovedException where it is not
   */
  void check() throws MovedException {
    Object now = key(file);
    if (now == null || !now.equals(key) || journalLost) {
      throw new MovedException();
    }
  }

  /**
   * Checks that the journal is the one that it was. Called while a connection is open, which has it
   * stay.
   *
   * @throws MovedException where it is not, from now on: what was in it is lost
   */
  void checkJournal() throws MovedException {
    Object known = journalKey;
    Object now = key(journal);
    if (known == null) {
      journalKey = now;
    } else if (!known.equals(now)) {
      journalLost = true;
      throw new MovedException();
    }
  }

  /** The last connection that changes the file was closed: the journal may be another one. */
  void closed() {
    journalKey = null;
  }

  /** A number, or what else the file system tells files apart by. */
  private static @Nullable Object key(Path path) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return Objects.requireNonNullElse(attributes.fileKey(), path);
    } catch (IOException e) {
      return null;
    }
  }

  /** Whether the journal has grown, as it does while another program reads for long. */
  boolean hasLargeJournal() {
    return journal.toFile().length() > LARGEST_JOURNAL;
  }

  /** How little space is left on the disk, in words, or null where there is enough. */
  @Nullable String lowSpace() {
    long free = file.toFile().getUsableSpace();
    return free >= lowSpace.getAsLong() || key(file) == null
        ? null
        : "only " + free / (1024 * 1024) + " MB are free on the disk";
  }
}
