package dev.parley.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the contract of the log with SQLite. */
class SqliteRoomLogTests extends JdbcRoomLogContract {

  /** A word that shares its beginning with no other, so that the index has it in one piece. */
  private static final String SECRET = "qxjvzkwzyx";

  private static final String SECRETS =
      "select count(*) from line_words_data where instr(block, cast('" + SECRET + "' as blob))";

  @TempDir private Path directory;

  @Override
  Store openStore() {
    return Store.sqlite(file());
  }

  @Override
  String lines() {
    return "(select text from line union all select text from line_tail)";
  }

  private Path file() {
    return directory.resolve("parley.db");
  }

  private void sayManyWithSecrets() {
    for (int i = 1; i <= 120; i++) {
      boolean secret = i == 7 || i == 60;
      // One of them takes more than a page.
      tester.say(OPS, secret ? "my " + SECRET + " is" + " long".repeat(i * 20) : "line " + i);
    }
  }

  private void assertSecretIsGone() throws IOException {
    eventually(() -> assertThat(count(SECRETS)).isZero());
    eventually(() -> assertThat(count("select count(*) from line_words_purge")).isZero());
    assertThat(tester.search(OPS, "line")).hasSize(118);
    close();
    for (String suffix : new String[] {"", "-wal"}) {
      Path part = Path.of(file() + suffix);
      if (Files.exists(part)) {
        assertThat(Files.readString(part, StandardCharsets.ISO_8859_1)).doesNotContain(SECRET);
      }
    }
    use(create(clock));
  }

  @Test
  void wordsOfRedactedLinesDoNotStayInTheFile() throws IOException {
    sayManyWithSecrets();
    assertThat(tester.search(OPS, SECRET)).containsExactly(7L, 60L);
    assertThat(count(SECRETS)).isPositive();
    log.redact(OPS, 7);
    log.redact(OPS, 60);
    assertThat(tester.search(OPS, SECRET)).isEmpty();
    assertSecretIsGone();
  }

  @Test
  void wordsOfLinesThatAreRedactedBeforeTheyAreIndexedDoNotEither() throws IOException {
    sayManyWithSecrets();
    log.redact(OPS, 60);
    log.redact(OPS, 7);
    assertSecretIsGone();
  }

  @Test
  void removalOfWordsIsContinuedAfterARestart() throws IOException {
    sayManyWithSecrets();
    assertThat(tester.search(OPS, SECRET)).hasSize(2);
    log.redact(OPS, 7);
    log.redact(OPS, 60);
    close();
    use(create(clock));
    assertSecretIsGone();
  }
}
