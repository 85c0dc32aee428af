package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Drives the clients that people use in a terminal, where tmux and they are installed. */
class IrcTerminalTests {

  /** The programs, each with what starts it in a folder of its own, connected to a port. */
  enum Program {
    IRSSI("irssi", "/set server_reconnect_time 10s") {
      @Override
      String command(Path home, int port) {
        return "irssi --home=" + home + " --connect=127.0.0.1 --port=" + port + " --nick=walter";
      }
    },
    WEECHAT("weechat", "/set irc.server_default.autoreconnect_delay 1") {
      @Override
      String command(Path home, int port) {
        return "weechat -d "
            + home
            + " -r '/server add parley 127.0.0.1/"
            + port
            + " -notls -nicks=walter;/connect parley'";
      }
    };

    private final String name;
    private final String soonBack;

    /**
     * @param soonBack the line that has it come back soon after its connection is lost
     */
    Program(String name, String soonBack) {
      this.name = name;
      this.soonBack = soonBack;
    }

    abstract String command(Path home, int port);
  }

  @TempDir private Path home;
  private final String socket = "parley-" + ProcessHandle.current().pid();

  @ParameterizedTest
  @EnumSource
  void eachLineIsSeenOnce(Program program) throws Exception {
    assumeTrue(isInstalled("tmux") && isInstalled(program.name), program.name + " is not here.");
    try (TestServer server = TestServer.start();
        TestClient bob = server.join("bob")) {
      tmux("new-session", "-d", "-x", "200", "-y", "60", program.command(home, server.port("irc")));
      try {
        converse(server, bob);
      } finally {
        quit();
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void comesBackToItsRoomsAfterARestart(Program program) throws Exception {
    assumeTrue(isInstalled("tmux") && isInstalled(program.name), program.name + " is not here.");
    String data = "parley.data-dir=" + home.resolve("data");
    try {
      int port = joinRoom(program, data);
      try (TestServer server = TestServer.start(data, "parley.listeners.irc.port=" + port);
          TestClient bob = server.join("bob")) {
        awaitIn(server, "ops");
        bob.send("/join ops").expectUntil("-- You are bob in #ops with walter.*");
        bob.send("welcome back");
        awaitOnce("welcome back");
        type("thank you");
        bob.expectUntil("<walter> thank you");
      }
    } finally {
      quit();
    }
  }

  /** Has a program join a room of a server that is stopped then; returns the port. */
  private int joinRoom(Program program, String data) {
    try (TestServer server = TestServer.start(data)) {
      int port = server.port("irc");
      tmux("new-session", "-d", "-x", "200", "-y", "60", program.command(home, port));
      awaitOnce("Most people are in #lobby");
      type(program.soonBack);
      type("/join #ops");
      awaitIn(server, "ops");
      return port;
    }
  }

  /** Ends the program, which writes into its folder until then. */
  private void quit() {
    long pane = Long.parseLong(tmux("display-message", "-p", "#{pane_pid}").strip());
    List<ProcessHandle> processes =
        ProcessHandle.of(pane).stream()
            .flatMap(shell -> Stream.concat(Stream.of(shell), shell.descendants()))
            .toList();
    tmux("kill-server");
    processes.forEach(process -> process.onExit().join());
  }

  private static void awaitIn(TestServer server, String room) {
    RoomName name = new RoomName(room);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() ->
            server.chat().sessions().stream().anyMatch(person -> person.rooms().contains(name)));
  }

  private void converse(TestServer server, TestClient bob) {
    awaitOnce("Most people are in #lobby");
    type("/join #lobby");
    bob.expect("-- walter joined #lobby \\(2 here\\)");
    type("good morning");
    bob.expect("<walter> good morning");
    type("/me stretches");
    bob.expect("\\* walter stretches");
    bob.send("first line").send("/me nods slowly").send("/topic lunch at noon");
    bob.expect("-- bob changed the topic of #lobby to: lunch at noon");
    bob.send("/msg walter a secret");
    bob.expect("\\[you -> walter] a secret");
    awaitOnce("first line");
    awaitOnce("bob nods slowly");
    type("/topic lunch at one");
    bob.expect("-- walter changed the topic of #lobby to: lunch at one");
    type("/away asleep");
    await().until(() -> "asleep".equals(server.chat().holder(new Nick("walter")).away()));
    var _ = server.chat().operator().post("lobby", "kitchen", "soup today\npie tomorrow");
    bob.expect("<kitchen> soup today").expect("<kitchen> pie tomorrow");
    awaitOnce("soup today");
    awaitOnce("pie tomorrow");
    bob.send("/quit good bye").expect("-- bye: .*");
    awaitOnce("good bye");
    assertThat(count(screen(), "first line")).isEqualTo(1);
    assertThat(count(screen(), "stretches")).isEqualTo(1);
  }

  private void type(String line) {
    tmux("send-keys", "-l", line);
    tmux("send-keys", "Enter");
  }

  /** Waits until a text is on the screen, which it may be once. */
  private void awaitOnce(String text) {
    await()
        .atMost(Duration.ofSeconds(60))
        .untilAsserted(
            () -> assertThat(count(screen(), text)).as("%s in%n%s", text, screen()).isEqualTo(1));
  }

  private static int count(String screen, String text) {
    return screen.split(Pattern.quote(text), -1).length - 1;
  }

  private String screen() {
    return tmux("capture-pane", "-p", "-S", "-");
  }

  private String tmux(String... arguments) {
    List<String> command = new ArrayList<>(List.of("tmux", "-L", socket, "-f", "/dev/null"));
    command.addAll(List.of(arguments));
    try {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
      builder.environment().put("LC_ALL", "C.UTF-8");
      Process process = builder.start();
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(process.waitFor()).as(output).isZero();
      return output;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private static boolean isInstalled(String program) {
    return Stream.of(System.getenv("PATH").split(":", -1))
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
  }
}
