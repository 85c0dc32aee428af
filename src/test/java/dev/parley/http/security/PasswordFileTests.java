package dev.parley.http.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class PasswordFileTests {

  @TempDir private Path directory;

  @Test
  void passwordIsMadeForItsOwnerAlone() throws Exception {
    Path data = directory.resolve("new/data");

    String password = new PasswordFile(data).password();

    Path file = data.resolve("admin-password");
    assertThat(password).hasSizeGreaterThanOrEqualTo(24).matches("[A-Za-z0-9_-]+");
    assertThat(Files.readString(file)).isEqualTo(password + "\n");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
        .isEqualTo("rwx------");
    try (var files = Files.list(data)) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void passwordIsKept() {
    String first = new PasswordFile(directory).password();

    assertThat(new PasswordFile(directory).password()).isEqualTo(first);
  }

  @Test
  void emptyFileIsNoPassword() throws Exception {
    Files.writeString(directory.resolve("admin-password"), "\n");

    assertThat(new PasswordFile(directory).password()).hasSizeGreaterThanOrEqualTo(24);
  }

  @Test
  void logSaysWhereButNotWhat(CapturedOutput output) {
    String password = new PasswordFile(directory).password();
    new PasswordFile(directory).password();

    assertThat(output.getAll())
        .contains(directory.resolve("admin-password").toString())
        .doesNotContain(password);
  }

  @Test
  void unusableDirectoryIsSaidInOneSentence() throws Exception {
    Path file = Files.createFile(directory.resolve("file"));

    assertThatThrownBy(() -> new PasswordFile(file).password())
        .isInstanceOf(PasswordFileException.class)
        .hasMessageContaining(file.resolve("admin-password").toString())
        .hasMessageEndingWith(": its directory is a file.");
  }
}
