package dev.parley.line;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.chat.Command;
import dev.parley.chat.name.RoomName;
import dev.parley.line.Request.Ask;
import java.nio.charset.StandardCharsets;

/** Whatever people type: the recorded inputs, or new ones when fuzzing. */
class CommandParserFuzzTests {

  @FuzzTest
  void slashIsNeverSaidToAnybodyUnlessItIsDoubled(byte[] input) {
    String line = line(input);
    Request request = CommandParser.parse(line, true, RoomName.LOBBY, false);
    boolean command = line.startsWith("/") && !line.startsWith("//");
    if (request instanceof Ask(Command.Say(_, String text))) {
      assertThat(command).isFalse();
      assertThat(text).isEqualTo(line.startsWith("/") ? line.substring(1) : line);
    } else {
      boolean hidden = line.indexOf('/') > 0;
      assertThat(command || hidden || line.isBlank()).isTrue();
    }
  }

  @FuzzTest
  void lineIsANameOrACommandBeforeThereIsAName(byte[] input) {
    String line = line(input);
    Request request = CommandParser.parse(line, false, null, false);
    if (request instanceof Ask(Command asked)) {
      assertThat(asked)
          .isInstanceOfAny(
              Command.Arrive.class,
              Command.Quit.class,
              Command.Resume.class,
              Command.Login.class,
              Command.LoginByToken.class);
    }
    if (request instanceof Ask(Command.Arrive _)) {
      assertThat(line).doesNotStartWith("/");
    } else {
      assertThat(line).contains("/");
    }
  }

  @FuzzTest
  void objectIsSaidOrRefused(byte[] input) {
    String line = "{" + line(input);
    Request request = CommandParser.parse(line, true, RoomName.LOBBY, true);
    if (request instanceof Ask(Command asked)) {
      assertThat(asked).isInstanceOf(Command.Say.class);
    } else {
      assertThat(request).isInstanceOf(Request.Refuse.class);
    }
  }

  /** A line as the framer has it. */
  private static String line(byte[] input) {
    return new String(input, StandardCharsets.UTF_8).replaceAll("[\r\n]", "");
  }
}
