package dev.parley.irc.message;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.tcp.Frame;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Fuzzes the framer and the reader of messages, with the recorded inputs or new ones. */
class IrcFramerFuzzTests {

  @FuzzTest
  void splittingTheInputMakesNoDifference(byte[] input) {
    List<Frame> whole = IrcFramerTests.frames(input, Integer.MAX_VALUE / 2);
    assertThat(IrcFramerTests.frames(input, 1)).isEqualTo(whole);
    assertThat(IrcFramerTests.frames(input, 7)).isEqualTo(whole);
  }

  @FuzzTest
  void whatIsWrittenIsReadAgain(byte[] input) {
    for (Frame frame : IrcFramerTests.frames(input, Integer.MAX_VALUE / 2)) {
      IrcMessage message = frame instanceof Frame.Line(String text) ? IrcMessage.parse(text) : null;
      if (message != null) {
        assertThat(IrcMessage.parse(message.line())).isEqualTo(message);
        assertThat(message.verb()).doesNotContain(" ", "\n");
      }
    }
  }

  @FuzzTest
  void partsAreTheVeryText(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8).replace("\n", "").replace("\r", "");
    List<String> parts = TextParts.of(text, 16);
    assertThat(String.join("", parts)).isEqualTo(text.isEmpty() ? "" : text);
    assertThat(parts)
        .allSatisfy(part ->
            assertThat(part.getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(16));
  }

  @FuzzTest
  void partsOfSeveralLinesAreTheVeryText(byte[] input) {
    String text = new String(input, StandardCharsets.UTF_8);
    StringBuilder joined = new StringBuilder();
    boolean first = true;
    for (TextParts.Part part : TextParts.exactly(text, List.of(), 16)) {
      assertThat(part.text().getBytes(StandardCharsets.UTF_8).length).isLessThanOrEqualTo(16);
      joined.append(first || part.continues() ? "" : "\n").append(part.text());
      first = false;
    }
    assertThat(joined).hasToString(text);
  }

  @FuzzTest
  void tagsAreWrittenSoThatTheyAreReadAgain(byte[] input) {
    String value = new String(input, StandardCharsets.UTF_8).replace("\0", "");
    IrcMessage message = new IrcMessage(Map.of("k", value), null, "PING", List.of());
    assertThat(message.line()).doesNotContain("\n", "\r");
    assertThat(IrcMessage.parse(message.line())).isEqualTo(message);
  }
}
