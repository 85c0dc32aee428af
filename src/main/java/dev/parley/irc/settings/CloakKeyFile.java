package dev.parley.irc.settings;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Stores the generated key of cloaked hosts, for use if none is configured: in {@code
 * irc-cloak-key} in the data directory, readable by its owner alone from its creation on.
 */
public final class CloakKeyFile {

  private static final String NAME = "irc-cloak-key";
  private static final int RANDOM_BYTES = 32;

  private final Path file;

  /**
   * @param dataDir the data directory
   */
  public CloakKeyFile(Path dataDir) {
    this.file = dataDir.resolve(NAME);
  }

  /**
   * Returns the key in the file, which is created first if there is none.
   *
   * @throws UncheckedIOException if it can be neither read nor created
   */
  public String key() {
    try {
      String kept = Files.exists(file) ? Files.readString(file).strip() : "";
      return kept.isEmpty() ? make() : kept;
    } catch (IOException unusable) {
      throw new UncheckedIOException(unusable);
    }
  }

  /** Writes the file atomically: a crash must not leave an empty key behind. */
  private String make() throws IOException {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    String key = HexFormat.of().formatHex(bytes);
    Path directory = file.toAbsolutePath().getParent();
    Files.createDirectories(directory);
    Path fresh = Files.createTempFile(directory, NAME, ".new", forOwner());
    Files.writeString(fresh, key + "\n");
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
    return key;
  }

  private FileAttribute<?>[] forOwner() {
    boolean posix = file.getFileSystem().supportedFileAttributeViews().contains("posix");
    return posix
        ? new FileAttribute<?>[] {
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
        }
        : new FileAttribute<?>[0];
  }
}
