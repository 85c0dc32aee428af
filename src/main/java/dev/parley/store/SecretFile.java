package dev.parley.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import java.util.function.Supplier;

/** Stores a generated secret in a file that its owner alone can read. */
public final class SecretFile {

  private final Path file;

  public SecretFile(Path file) {
    this.file = file;
  }

  /**
   * Returns the secret in the file. If there is none, the given one is stored first: as a whole, so
   * that a crash leaves no empty file behind.
   */
  public String read(Supplier<String> fresh) throws IOException {
    String kept = Files.exists(file) ? Files.readString(file).strip() : "";
    if (!kept.isEmpty()) {
      return kept;
    }
    String made = fresh.get();
    write(made);
    return made;
  }

  private void write(String secret) throws IOException {
    Path directory = Objects.requireNonNull(file.toAbsolutePath().getParent());
    DataDirectory.create(directory);
    Path fresh =
        Files.createTempFile(
            directory, file.getFileName().toString(), ".new", DataDirectory.ownerOnly("rw-------"));
    try (FileChannel out = FileChannel.open(fresh, StandardOpenOption.WRITE)) {
      out.write(ByteBuffer.wrap((secret + "\n").getBytes(StandardCharsets.UTF_8)));
      out.force(true);
    }
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }
}
