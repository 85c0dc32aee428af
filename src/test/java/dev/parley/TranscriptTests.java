package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.tcp.ListenerInfo;
import dev.parley.tcp.Listeners;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Replays the conversations in {@code src/test/resources/transcripts} over real sockets. In a
 * transcript,
 *
 * <pre>
 * # a comment
 * with parley.limits.line-bytes=64    a property of the server
 * sharing parley.history.page=2       a property of the one server of all who share
 * alice+                              alice connects (alice+ raw: to the raw listener)
 * alice+ irc                          alice connects to the irc listener
 * alice+ irc Alice away-notify batch  alice registers there as Alice, with these capabilities
 * alice+ alice                        alice connects and gives her name, and is in the lobby
 * alice> hello                        alice sends a line
 * alice^ hel                          alice sends a text without a line end
 * alice< -- You are alice in {any}    alice receives this line next
 * alice= [bob] hello                  alice receives this text next, whatever follows
 * alice.                              alice says that nothing more comes
 * alice!                              alice's connection breaks
 * alice-                              the server has closed alice's connection, sending nothing more
 * admin> POST /rooms {"name":"ops"}   the admin calls the HTTP API
 * admin< 201 {any}                    this is the next line of the status and body that it answers
 * </pre>
 *
 * In what is received, {any} stands for any text, {n} for a number, {time} for hours and minutes.
 * Any other word in braces, as {token}, takes what it stands for and is this text from then on, in
 * what is sent as well. {@code \x1B} is the byte 1B. A client must have read everything that it was
 * sent: in the end each is asked for its last line. The audit is asked again until it answers as
 * written, as changes are on record a moment later.
 *
 * <p>Transcripts with the same properties share a server, which is cleared before each: what
 * remains is the count of the lobby's offsets. Those that are {@code sharing} theirs have one
 * server between them, so each says only what matters to it.
 */
class TranscriptTests {

  private static final Path FOLDER = Path.of("src/test/resources/transcripts");
  private static final Pattern STEP = Pattern.compile("(\\w+)([+><^=.!-])(?: ?(.*))?");

  /** In the end clients go one after the other, and are seen going by those who are left. */
  private static final String DEPARTURE =
      "-- \\S+ left #\\S+ \\([0-9]+ here\\)|.*\"type\":\"left\".*"
          + "|(@\\S+ )?:\\S+ (QUIT :Quit|731 .*)";

  private static final String BYE = "-- bye: .*|.*\"type\":\"bye\".*|ERROR :.*";
  private static final String IRC = "irc";
  private static final Pattern WILDCARD = Pattern.compile("\\{([a-z]+)}");
  private static final Pattern BYTE = Pattern.compile("\\\\x([0-9A-F]{2})");
  private static final String AUDIT = "GET /audit";
  private static final String WITH = "with ";
  private static final String SHARING = "sharing ";
  private static final SharedServer SHARED = new SharedServer();

  /** The properties of the server of those that are sharing theirs. */
  private static final List<String> TOGETHER = together();

  private final Map<String, TestClient> clients = new LinkedHashMap<>();
  private final Set<String> inIrc = new HashSet<>();
  private final Map<String, String> known = new HashMap<>();
  private final Queue<String> answer = new ArrayDeque<>();
  private String asked = "";

  /** Returns the transcripts, with those one after the other that can share a server. */
  static Stream<String> transcripts() {
    return files().stream()
        .sorted(
            Comparator.comparing((String file) -> String.join("\n", properties(lines(file))))
                .thenComparing(Comparator.naturalOrder()));
  }

  private static List<String> files() {
    try (Stream<Path> files = Files.walk(FOLDER)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> FOLDER.relativize(file).toString())
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(String file) {
    try {
      return Files.readAllLines(FOLDER.resolve(file)).stream()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> properties(List<String> lines) {
    return marked(SHARING, lines).isEmpty() ? marked(WITH, lines) : TOGETHER;
  }

  private static List<String> together() {
    List<String> properties =
        files().stream()
            .flatMap(file -> marked(SHARING, lines(file)).stream())
            .distinct()
            .sorted()
            .toList();
    assertThat(properties)
        .extracting(property -> property.substring(0, property.indexOf('=')))
        .as("properties that no two transcripts set differently")
        .doesNotHaveDuplicates();
    return properties;
  }

  private static List<String> marked(String mark, List<String> lines) {
    return lines.stream()
        .filter(line -> line.startsWith(mark))
        .map(line -> line.substring(mark.length()).strip())
        .toList();
  }

  @AfterAll
  static void stop() {
    SHARED.close();
  }

  @ParameterizedTest
  @MethodSource("transcripts")
  void conversationGoesAsWritten(String file) {
    List<String> lines = lines(file);
    List<String> steps =
        lines.stream().filter(line -> !line.startsWith(WITH) && !line.startsWith(SHARING)).toList();
    SHARED.use(properties(lines), server -> converse(steps, server));
  }

  private void converse(List<String> steps, TestServer server) {
    try {
      for (String step : steps) {
        try {
          play(step, server);
        } catch (AssertionError failure) {
          throw new AssertionError("At \"" + step + "\": " + failure.getMessage(), failure);
        }
      }
      assertThat(answer).as("what the admin has not read").isEmpty();
      clients.forEach(TranscriptTests::hasReadEverything);
    } finally {
      clients.values().forEach(TestClient::close);
    }
  }

  private void play(String step, TestServer server) {
    Matcher matcher = STEP.matcher(step);
    assertThat(matcher.matches()).as("a step that is understood: %s", step).isTrue();
    String name = matcher.group(1);
    String text = matcher.group(3) == null ? "" : matcher.group(3);
    if (name.equals("admin")) {
      administer(matcher.group(2), text, server);
      return;
    }
    switch (matcher.group(2)) {
      case "+" -> {
        clients.put(name, connect(text, server));
        if (text.startsWith(IRC)) {
          inIrc.add(name);
        }
      }
      case ">" -> clients.get(name).sendBytes(bytes(filled(text) + "\n"));
      case "^" -> clients.get(name).sendBytes(bytes(filled(text)));
      case "<" -> receive(nextLine(name), text);
      case "=" -> assertThat(clients.get(name).bytes(bytes(text).length)).isEqualTo(bytes(text));
      case "." -> clients.get(name).endInput();
      case "!" -> {
        clients.remove(name).reset();
        await().until(() -> connections(server) <= clients.size());
      }
      case "-" -> clients.remove(name).expectClosed();
      default -> throw new AssertionError(step);
    }
  }

  /** Returns the next line, without its end: LF, and in IRC CR LF. */
  private String nextLine(String name) {
    String line = clients.get(name).rawLine();
    return line.endsWith("\r") && inIrc.contains(name)
        ? line.substring(0, line.length() - 1)
        : line;
  }

  private static int connections(TestServer server) {
    return server.bean(Listeners.class).list().stream().mapToInt(ListenerInfo::connections).sum();
  }

  private static TestClient connect(String text, TestServer server) {
    return switch (text) {
      case "" -> server.connect();
      case "raw" -> server.connectRaw();
      case IRC -> server.connectIrc();
      default -> text.startsWith(IRC + " ") ? register(text, server) : server.join(text);
    };
  }

  private static TestClient register(String text, TestServer server) {
    String[] words = text.split(" ", 3);
    return server.joinIrc(words[1], words.length > 2 ? words[2] : "");
  }

  private void administer(String what, String text, TestServer server) {
    switch (what) {
      case ">" -> {
        assertThat(answer).as("what the admin has not read").isEmpty();
        asked = filled(text);
        SharedServer.call(server, asked).lines().forEach(answer::add);
      }
      case "<" -> {
        String line = answer.remove();
        if (asked.startsWith(AUDIT)) {
          await().untilAsserted(() -> receive(SharedServer.call(server, asked), text));
        } else {
          receive(line, text);
        }
      }
      default -> throw new AssertionError("The admin calls and is answered");
    }
  }

  /** Returns the text with what is known in place of the words in braces. */
  private String filled(String text) {
    return WILDCARD
        .matcher(text)
        .replaceAll(word ->
            Matcher.quoteReplacement(
                Objects.requireNonNull(known.get(word.group(1)), word.group())));
  }

  private void receive(String line, String text) {
    Map<String, Integer> groups = new LinkedHashMap<>();
    String regex = regex(new String(bytes(text), StandardCharsets.UTF_8), groups);
    assertThat(line).matches(regex);
    Matcher matcher = Pattern.compile(regex).matcher(line);
    if (matcher.matches()) {
      groups.forEach((word, group) -> known.put(word, matcher.group(group)));
    }
  }

  /**
   * @param groups takes the words that are not known yet, with the numbers of their groups
   */
  private String regex(String text, Map<String, Integer> groups) {
    StringBuilder regex = new StringBuilder();
    Matcher wildcard = WILDCARD.matcher(text);
    int end = 0;
    while (wildcard.find()) {
      regex.append(Pattern.quote(text.substring(end, wildcard.start())));
      regex.append(pattern(wildcard.group(1), groups));
      end = wildcard.end();
    }
    return regex.append(Pattern.quote(text.substring(end))).toString();
  }

  private String pattern(String word, Map<String, Integer> groups) {
    return switch (word) {
      case "any" -> ".*";
      case "n" -> "[0-9]+";
      case "time" -> "[0-9]{2}:[0-9]{2}";
      default -> {
        String value = known.get(word);
        if (value == null) {
          groups.put(word, groups.size() + 1);
        }
        yield value == null ? "([^\"]+?)" : Pattern.quote(value);
      }
    };
  }

  private static byte[] bytes(String text) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Matcher escape = BYTE.matcher(text);
    int end = 0;
    while (escape.find()) {
      bytes.writeBytes(text.substring(end, escape.start()).getBytes(StandardCharsets.UTF_8));
      bytes.write(Integer.parseInt(escape.group(1), 16));
      end = escape.end();
    }
    bytes.writeBytes(text.substring(end).getBytes(StandardCharsets.UTF_8));
    return bytes.toByteArray();
  }

  private static void hasReadEverything(String name, TestClient client) {
    client.endInput();
    assertThat(client.rest().lines().filter(line -> !line.matches(DEPARTURE)).findFirst())
        .as("the first line that %s has not read", name)
        .hasValueSatisfying(line -> assertThat(line).matches(BYE));
    client.close();
  }
}
