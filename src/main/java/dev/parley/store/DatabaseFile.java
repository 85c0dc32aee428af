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
 * Detects that the file of an SQLite database, or its journal, was moved away or replaced. A
 * program that has a file open does not notice that, and what it writes is lost. Safe for use from
 * any thread.
 */
public final class DatabaseFile {

  /** The size in bytes above which the journal is truncated. At most times it has half of it. */
  public static final long MAX_JOURNAL_SIZE = 32L * 1024 * 1024;

  /** Signals that the file, or its journal, was moved away or replaced. */
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
   * @param lowSpace the free bytes below which the disk counts as nearly full
   */
  public DatabaseFile(Path file, LongSupplier lowSpace) {
    this.file = file;
    this.journal = Path.of(file + "-wal");
    this.lowSpace = lowSpace;
  }

  /** Remembers the file that is there now, to compare later ones with it. */
  void rememberFile() {
    key = key(file);
  }

  /**
   * Checks that the file exists, and is the one that was opened.
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
   * Checks that the journal is the one that was there before. Called while a connection is open,
   * since the journal may be deleted with the last one.
   *
   * @throws MovedException where it is not, and from then on by {@link #check} too: its content is
   *     lost
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

  /** Forgets the journal, which may be another one after the last writing connection was closed. */
  void forgetJournal() {
    journalKey = null;
  }

  /** Returns the identity of a file as the file system has it, null where there is no file. */
  private static @Nullable Object key(Path path) {
    try {
      BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return Objects.requireNonNullElse(attributes.fileKey(), path);
    } catch (IOException e) {
      return null;
    }
  }

  /**
   * Returns whether the journal is to be truncated. It grows while another program reads for long.
   */
  boolean hasLargeJournal() {
    return journal.toFile().length() > MAX_JOURNAL_SIZE;
  }

  /** Describes the free space on the disk where there is little, otherwise returns null. */
  @Nullable String lowSpace() {
    long free = file.toFile().getUsableSpace();
    return free >= lowSpace.getAsLong() || key(file) == null
        ? null
        : "only " + free / (1024 * 1024) + " MB are free on the disk";
  }
}
