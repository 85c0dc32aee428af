package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Lines that come all at once leave together, and yet everyone sees each in its place, in whatever
 * form they have it shown.
 */
class BurstTests {

  private static final int LINES = 300;

  private static final Pattern PLAIN = Pattern.compile("<(\\w+)> (\\d+)");
  private static final Pattern TIMED = Pattern.compile("\\d\\d:\\d\\d <(\\w+)> (\\d+)");
  private static final Pattern CRLF = Pattern.compile("<(\\w+)> (\\d+)\r");
  private static final Pattern ECHOED = Pattern.compile("(?:\\d+ )?<(\\w+)> (\\d+)");
  private static final Pattern JSON =
      Pattern.compile("\\{\"type\":\"message\".*\"from\":\"(\\w+)\",\"text\":\"(\\d+)\"}");

  @ParameterizedTest
  @ValueSource(strings = {"0", "1000"})
  void everyoneSeesTheLinesOfABurstInOneOrder(String kept) {
    try (TestServer server =
            TestServer.start("parley.limits.messages-burst=0", "parley.history.lines=" + kept);
        TestClient alice = server.join("alice");
        TestClient bob = server.join("bob");
        TestClient plain = server.join("plain");
        TestClient timed = server.join("timed");
        TestClient telnet = server.join("telnet");
        TestClient json = server.join("json")) {
      alice.send("/echo on").expectUntil("-- Your own lines come back.*");
      timed.send("/time on").expectUntil("-- What people say has the time.*");
      telnet.sendBytes((byte) 0xFF, (byte) 0xF6).expectUntil("-- Yes, I am here\\.");
      json.send("/json on").expectUntil(".*Every line is a JSON object now.*");
      for (TestClient client : List.of(alice, bob, plain, timed, telnet)) {
        client.send("/who").expectUntil("-- 6 in #lobby.*");
      }

      alice.sendText(burst());
      bob.sendText(burst());
      json.sendText(burst());

      List<String> order = seen(alice, ECHOED, 3);
      for (String name : List.of("alice", "bob", "json")) {
        assertThat(order.stream().filter(line -> line.startsWith(name)))
            .containsExactlyElementsOf(
                IntStream.range(0, LINES).mapToObj(i -> name + " " + i).toList());
      }
      assertThat(seen(json, JSON, 3)).isEqualTo(order);
      assertThat(seen(plain, PLAIN, 3)).isEqualTo(order);
      assertThat(seen(timed, TIMED, 3)).isEqualTo(order);
      assertThat(seen(telnet, CRLF, 3)).isEqualTo(order);
      assertThat(seen(bob, PLAIN, 2))
          .isEqualTo(order.stream().filter(line -> !line.startsWith("bob")).toList());
    }
  }

  @Test
  void answersComeInTheirPlaceAmongOnesOwnLines() {
    try (TestServer server = TestServer.start("parley.history.lines=0");
        TestClient alice = server.join("alice")) {
      alice.send("/echo on").expect("-- Your own lines come.*");

      alice.sendText("one\n/nonsense\ntwo\n\u001B[31m\nthree\n/time on\nfour\n/quit\nfive\n");

      alice.expectLine("1 <alice> one").expect("!! .*nonsense.*").expectLine("2 <alice> two");
      alice.expect("!! There is nothing in that line to say\\.").expectLine("3 <alice> three");
      alice.expect("-- What people say has the time.*").expect("\\d\\d:\\d\\d 4 <alice> four");
      alice.expect("-- bye: .*").expectClosed();
    }
  }

  private static String burst() {
    StringBuilder burst = new StringBuilder();
    for (int i = 0; i < LINES; i++) {
      burst.append(i).append('\n');
    }
    return burst.toString();
  }

  /** Reads the messages that a client receives, with sender and text. */
  private static List<String> seen(TestClient client, Pattern form, int senders) {
    List<String> seen = new ArrayList<>();
    while (seen.size() < LINES * senders) {
      String line = client.rawLine();
      Matcher said = form.matcher(line);
      assertThat(line).matches(form);
      if (said.matches()) {
        seen.add(said.group(1) + " " + said.group(2));
      }
    }
    return seen;
  }
}
