package dev.parley.http.security;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stores the generated password of the admin, for use if none is configured: in {@code
 * admin-password} in the data directory, readable by its owner alone from its creation on.
 */
final class PasswordFile {

  private static final Logger log = LoggerFactory.getLogger(PasswordFile.class);
  private static final int RANDOM_BYTES = 24;
  private static final Set<PosixFilePermission> PRIVATE =
      EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
  private static final Set<PosixFilePermission> OWNERS_DIRECTORY =
      PosixFilePermissions.fromString("rwx------");

  private final Path file;

  PasswordFile(Path dataDir) {
    this.file = dataDir.resolve("admin-password");
  }

  /**
   * Returns the password in the file, which is created first if there is none.
   *
   * @throws PasswordFileException if it can be neither read nor created
   */
  String password() {
    try {
      String kept = Files.exists(file) ? Files.readString(file).strip() : "";
      if (!kept.isEmpty()) {
        warnOfReaders();
        log.info("The password of admin is in {}", file.toAbsolutePath().normalize());
        return kept;
      }
      String made = random();
      write(made);
      log.info("A password for admin was made; it is in {}", file.toAbsolutePath().normalize());
      return made;
    } catch (IOException unusable) {
      throw new PasswordFileException(file, unusable);
    }
  }

  private void warnOfReaders() throws IOException {
    if (isPosix() && !PRIVATE.containsAll(Files.getPosixFilePermissions(file))) {
      log.warn("{} should be readable by its owner alone", file.toAbsolutePath().normalize());
    }
  }

  private static String random() {
    byte[] bytes = new byte[RANDOM_BYTES];
    new SecureRandom().nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** Writes the file atomically: a crash must not leave an empty password behind. */
  private void write(String password) throws IOException {
    Path directory = file.toAbsolutePath().getParent();
    Files.createDirectories(directory, onlyFor(OWNERS_DIRECTORY));
    Path fresh = Files.createTempFile(directory, "admin-password", ".new", onlyFor(PRIVATE));
    try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      out.write(ByteBuffer.wrap((password + "\n").getBytes(StandardCharsets.UTF_8)));
      out.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  private FileAttribute<?>[] onlyFor(Set<PosixFilePermission> permissions) {
    return isPosix()
        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)}
        : new FileAttribute<?>[0];
  }

  private boolean isPosix() {
    return file.getFileSystem().supportedFileAttributeViews().contains("posix");
  }
}
