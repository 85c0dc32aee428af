package dev.parley.tcp.connection;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import dev.parley.TestClient;
import dev.parley.TestServer;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Tests connections over the JDK's selector, which does not tell the bytes that the other side has
 * acknowledged.
 */
class NioTransportTests {

  private static final int MAX_LINES = 4000;
  private static final int LINES_AT_A_TIME = 50;

  @Test
  void slowReaderThatIsCutOffIsShownTheLinesThatWaited() {
    try (TestServer server =
            TestServer.startOnNio(
                "parley.resume.hold=2m",
                "parley.limits.sendq-bytes=64KB",
                "parley.limits.messages-burst=0");
        TestClient alice = server.join("alice");
        TestClient bob = TestClient.connect(server.port("line"), 4096)) {
      bob.send("/json on").send("bob");
      String welcome = bob.line();
      while (!welcome.contains("\"welcome\"")) {
        welcome = bob.line();
      }
      String token = JsonPath.read(welcome, "$.resume");
      alice.expectUntil("-- bob joined .*");
      String text = "x".repeat(4000);
      int said = 0;
      while (server.chat().population() == 2) {
        for (int i = 0; i < LINES_AT_A_TIME; i++) {
          alice.send(text);
        }
        alice.send("/who").expectUntil("-- . in #lobby: .*");
        said += LINES_AT_A_TIME;
        assertThat(said).as("lines until the reader is closed").isLessThan(MAX_LINES);
      }

      long shown = lastOffset(bob.rest());
      assertThat(shown).isPositive().isLessThan(said);
      try (TestClient again = server.connect()) {
        again.send("/json on").send("/resume " + token);
        for (long offset = shown + 1; offset <= said; offset++) {
          assertThat(nextOffset(again)).isEqualTo(offset);
        }
      }
    }
  }

  private static long nextOffset(TestClient client) {
    String line = client.line();
    while (!isMessage(line)) {
      line = client.line();
    }
    return offset(line);
  }

  /** Returns the offset of the last line that is whole. */
  private static long lastOffset(String json) {
    List<String> lines = json.substring(0, json.lastIndexOf('\n')).lines().toList();
    return offset(lines.stream().filter(NioTransportTests::isMessage).toList().getLast());
  }

  private static boolean isMessage(String json) {
    return json.contains("\"type\":\"message\"");
  }

  private static long offset(String json) {
    return JsonPath.<Number>read(json, "$.offset").longValue();
  }
}
