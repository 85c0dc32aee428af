package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Readers that ask for far more of the past than fits into the heap, and take none of it, end
 * neither the server nor anyone else's reading.
 */
@DisabledOnOs(OS.WINDOWS)
class ReplayFloodIT {

  private static final Pattern TOKEN = Pattern.compile("-- After a drop.*: /resume (\\S+)");

  private static final int READERS = 30;
  private static final int LINES = 3000;
  private static final String LINE = "x".repeat(4000);

  @TempDir Path dir;

  @Test
  void whoComesBackAndDoesNotReadTakesNothingFromTheOthers() throws Exception {
    try (ServerProcess parley = start();
        TestClient alice = TestClient.connect(parley.port())) {
      List<String> tokens = leaveBehind(parley);
      alice.send("alice").expectUntil("-- You are alice .*");
      say(alice);
      List<TestClient> stalled = new ArrayList<>();
      for (int i = 1; i < READERS; i++) {
        TestClient client = TestClient.connect(parley.port(), 4096);
        stalled.add(client.send("/resume " + tokens.get(i)));
      }
      await()
          .atMost(ServerProcess.DEADLINE)
          .until(() -> stalled.stream().allMatch(client -> client.available() > 1000));
      try (TestClient reader = TestClient.connect(parley.port())) {
        reader.send("/resume " + tokens.getFirst());
        reader.expectUntil("-- You are reader0 again. You missed " + LINES + " lines.");
        for (int i = 0; i < LINES; i++) {
          reader.expect("[0-9:]+ <alice> x{4000}");
        }
        reader.expect("-- You are back in #lobby .*");
        alice.send("hello");
        reader.expectUntil("<alice> hello");
      }
      assertThat(parley.ask("/actuator/health/readiness").statusCode()).isEqualTo(200);
      await()
          .atMost(ServerProcess.DEADLINE)
          .until(() -> count(parley.output(), "you read too slowly") == READERS - 1);
      assertThat(parley.output()).doesNotContain("OutOfMemoryError", "ERROR");
      stalled.forEach(TestClient::close);
    }
  }

  @Test
  void streamsAndPagesThatNobodyReadsFitIntoTheHeap() throws Exception {
    try (ServerProcess parley = start();
        TestClient alice = TestClient.connect(parley.port())) {
      alice.send("alice").expectUntil("-- You are alice .*");
      say(alice);
      List<HttpStream> unread = new ArrayList<>();
      for (String path : List.of("stream?after=0", "export", "messages?after=0&limit=500")) {
        for (int i = 0; i < READERS; i++) {
          unread.add(
              HttpStream.open(
                  parley.httpPort(), TestServer.PASSWORD, "/api/v1/rooms/lobby/" + path));
        }
      }
      alice.send("/who").expectUntil("-- 1 in #lobby: .*");
      assertThat(parley.ask("/api/v1/rooms", TestServer.PASSWORD).statusCode()).isEqualTo(200);
      assertThat(parley.output()).doesNotContain("OutOfMemoryError", "ERROR");
      for (HttpStream stream : unread) {
        stream.close();
      }
    }
  }

  private ServerProcess start() throws Exception {
    return ServerProcess.startAsShipped(
            dir,
            // The heap is what this is about, and the second compiler would take half of the time.
            List.of("-Xms32m", "-Xmx96m", "-XX:TieredStopAtLevel=1"),
            "--parley.admin.password=" + TestServer.PASSWORD,
            "--parley.limits.messages-burst=0",
            "--parley.limits.replay-timeout=3s")
        .awaitReady();
  }

  /** Has sessions lose their connections; returns what each comes back with. */
  private static List<String> leaveBehind(ServerProcess parley) {
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < READERS; i++) {
      TestClient client = TestClient.connect(parley.port()).send("reader" + i);
      Matcher token = TOKEN.matcher(client.line());
      while (!token.matches()) {
        token = TOKEN.matcher(client.line());
      }
      tokens.add(token.group(1));
      client.reset();
    }
    return tokens;
  }

  private static void say(TestClient speaker) {
    for (int i = 0; i < LINES; i++) {
      speaker.send(LINE);
    }
    speaker.send("/who").expectUntil("-- .* in #lobby: .*");
  }

  private static long count(String text, String what) {
    return Pattern.compile(Pattern.quote(what)).matcher(text).results().count();
  }
}
