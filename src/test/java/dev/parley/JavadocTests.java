package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Checks the first words of all Javadocs: a verb, or for a constant a noun, but no question. */
class JavadocTests {

  private static final Pattern OPENING =
      Pattern.compile("/\\*\\*[\\s*]*(?:What|How|Who|Where|Whether|When|Why|Which)\\b");

  private static final Path BASE = Path.of("dev", "parley");

  @ParameterizedTest
  @ValueSource(strings = {"src/main/java", "src/load/java", "src/test/java"})
  void noJavadocOpensWithAQuestion(String root) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of(root).resolve(BASE))) {
      assertThat(
              files.filter(file -> file.toString().endsWith(".java")).flatMap(JavadocTests::found))
          .isEmpty();
    }
  }

  @Test
  void questionsAreFoundOnTheFirstLineOrTheNext() {
    assertThat(openings("\n  /" + "** What it does. */\n\n/" + "**\n * How it is done.\n */"))
        .containsExactly(2, 4);
    assertThat(openings("/** Returns whether it is done. */ // What it does.\n/** Whatever. */"))
        .isEmpty();
  }

  private static Stream<String> found(Path file) {
    try {
      return openings(Files.readString(file)).stream().map(line -> file + ":" + line);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Returns the numbers of the lines on which such Javadocs begin. */
  private static List<Integer> openings(String source) {
    return OPENING
        .matcher(source)
        .results()
        .map(found ->
            1 + (int) source.substring(0, found.start()).chars().filter(c -> c == '\n').count())
        .toList();
  }
}
