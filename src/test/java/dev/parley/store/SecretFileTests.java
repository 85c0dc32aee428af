package dev.parley.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecretFileTests {

  @TempDir private Path directory;

  @Test
  void secretIsMadeOnceForItsOwnerAlone() throws IOException {
    Path file = directory.resolve("data").resolve("key");
    assertThat(new SecretFile(file).read(() -> "first")).isEqualTo("first");
    assertThat(new SecretFile(file).read(() -> "second")).isEqualTo("first");
    assertThat(permissions(file)).isEqualTo("rw-------");
    assertThat(permissions(file.getParent())).isEqualTo("rwx------");
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void emptyFileHasNoSecret() throws IOException {
    Path file = Files.writeString(directory.resolve("key"), "\n");
    assertThat(new SecretFile(file).read(() -> "made")).isEqualTo("made");
    assertThat(file).hasContent("made");
  }

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }
}
