package dev.parley.page;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks the scripts of the pages without a browser. */
class PagesTests {

  private static final Path PAGES = Path.of("src", "main", "resources", "pages");
  private static final Path SCRIPT_TESTS = Path.of("src", "test", "js");

  /** Matches what the content security policy forbids, or what would make markup of a text. */
  private static final Pattern FORBIDDEN =
      Pattern.compile(
          "innerHTML|outerHTML|insertAdjacentHTML|document\\.write|dangerouslySet"
              + "|\\beval\\(|new Function|https?://[a-z][a-z0-9.-]*\\.(?:com|org|net|io|dev)\\b");

  @Test
  void typesAreRight() throws Exception {
    Node.installTypeScript();
    Node.run("target/pages/typescript/lib/tsc.js", "-p", SCRIPT_TESTS.toString());
  }

  @Test
  void scriptsPassTheirTests() throws Exception {
    Node.run("--test", SCRIPT_TESTS + "/*.test.js");
  }

  @Test
  void scriptsMakeNoMarkupAndAskNoOtherServer() throws IOException {
    for (Path file : files()) {
      assertThat(Files.readString(file)).as(file.toString()).doesNotContainPattern(FORBIDDEN);
    }
  }

  private static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(PAGES)) {
      return all.filter(file -> file.toString().matches(".*\\.(js|html|css)")).sorted().toList();
    }
  }
}
