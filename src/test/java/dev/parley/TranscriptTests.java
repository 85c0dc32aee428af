package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replays the conversations in {@code src/test/resources/transcripts} over real sockets, each with
 * a server of its own. In a transcript,
 *
 * <pre>
 * # a comment
 * with parley.limits.line-bytes=64    a property of the server
 * alice+                              alice connects (alice+raw: to the raw listener)
 * alice> hello                        alice sends a line
 * alice< -- You are alice in {any}    alice receives this line next
 * alice.                              alice says that nothing more comes
 * alice!                              alice's connection breaks
 * alice-                              the server has closed alice's connection, sending nothing more
 * </pre>
 *
 * In what is received, {any} stands for any text, {n} for a number, {time} for hours and minutes. A
 * client must have read everything that it was sent: in the end each is asked for its last line.
 */
class TranscriptTests {

  private static final Path FOLDER = Path.of("src/test/resources/transcripts");
  private static final Pattern STEP = Pattern.compile("(\\w+)([+><.!-])(?: ?(.*))?");

  /** In the end clients go one after the other, and are seen going by those who are left. */
  private static final String DEPARTURE =
      "-- \\S+ left #\\S+ \\([0-9]+ here\\)|.*\"type\":\"left\".*";

  private static final String BYE = "-- bye: .*|.*\"type\":\"bye\".*";
  private static final Pattern WILDCARD = Pattern.compile("\\{(any|n|time)}");

  static Stream<String> transcripts() throws IOException {
    try (Stream<Path> files = Files.list(FOLDER)) {
      return files.map(file -> file.getFileName().toString()).sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void conversationGoesAsWritten(String file) throws IOException {
    List<String> properties = new ArrayList<>();
    List<String> steps = new ArrayList<>();
    for (String line : Files.readAllLines(FOLDER.resolve(file))) {
      if (line.startsWith("with ")) {
        properties.add(line.substring("with ".length()).strip());
      } else if (!line.isBlank() && !line.startsWith("#")) {
        steps.add(line);
      }
    }
    Map<String, TestClient> clients = new LinkedHashMap<>();
    try (TestServer server = TestServer.start(properties.toArray(String[]::new))) {
      for (String step : steps) {
        try {
          play(step, clients, server);
        } catch (AssertionError failure) {
          throw new AssertionError("At \"" + step + "\": " + failure.getMessage(), failure);
        }
      }
      clients.forEach(TranscriptTests::hasReadEverything);
    }
  }

  private static void play(String step, Map<String, TestClient> clients, TestServer server) {
    Matcher matcher = STEP.matcher(step);
    assertThat(matcher.matches()).as("a step that is understood: %s", step).isTrue();
    String name = matcher.group(1);
    String text = matcher.group(3) == null ? "" : matcher.group(3);
    switch (matcher.group(2)) {
      case "+" -> clients.put(name, text.equals("raw") ? server.connectRaw() : server.connect());
      case ">" -> clients.get(name).send(text);
      case "<" -> clients.get(name).expect(regex(text));
      case "." -> clients.get(name).endInput();
      case "!" -> clients.remove(name).reset();
      case "-" -> clients.remove(name).expectClosed();
      default -> throw new AssertionError(step);
    }
  }

  private static String regex(String text) {
    StringBuilder regex = new StringBuilder();
    Matcher wildcard = WILDCARD.matcher(text);
    int end = 0;
    while (wildcard.find()) {
      regex.append(Pattern.quote(text.substring(end, wildcard.start())));
      regex.append(
          switch (wildcard.group(1)) {
            case "n" -> "[0-9]+";
            case "time" -> "[0-9]{2}:[0-9]{2}";
            default -> ".*";
          });
      end = wildcard.end();
    }
    return regex.append(Pattern.quote(text.substring(end))).toString();
  }

  private static void hasReadEverything(String name, TestClient client) {
    client.endInput();
    assertThat(client.rest().lines().filter(line -> !line.matches(DEPARTURE)).findFirst())
        .as("the first line that %s has not read", name)
        .hasValueSatisfying(line -> assertThat(line).matches(BYE));
    client.close();
  }
}
