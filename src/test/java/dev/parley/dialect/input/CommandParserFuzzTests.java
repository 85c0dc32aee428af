package dev.parley.dialect.input;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.parley.chat.api.Command;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.name.Text;
import dev.parley.dialect.input.Request.CommandRequest;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import tools.jackson.databind.json.JsonMapper;

/** Fuzzes the command parser: with the recorded inputs, or new ones when fuzzing. */
class CommandParserFuzzTests {

  @FuzzTest
  void slashIsNeverSaidToAnybodyUnlessItIsDoubled(byte[] input) {
    String line = line(input);
    Request request = CommandParser.parse(line, true, RoomName.LOBBY, false);
    String visible = Text.stripUnseen(line);
    boolean command = visible.startsWith("/") && !visible.startsWith("//");
    if (request instanceof CommandRequest(Command.Say(_, String text, _))) {
      assertThat(command).isFalse();
      assertThat(text).isEqualTo(line.startsWith("/") ? line.substring(1) : line);
    } else {
      assertThat(command || visible.startsWith("\uFF0F") || line.isBlank()).isTrue();
    }
  }

  @FuzzTest
  void lineIsANameOrACommandBeforeThereIsAName(byte[] input) {
    String line = line(input);
    Request request = CommandParser.parse(line, false, null, false);
    if (request instanceof CommandRequest(Command asked)) {
      assertThat(asked)
          .isInstanceOfAny(
              Command.Arrive.class,
              Command.Quit.class,
              Command.Resume.class,
              Command.Login.class,
              Command.LoginByToken.class);
    }
    if (request instanceof CommandRequest(Command.Arrive _)) {
      assertThat(Text.stripUnseen(line)).doesNotMatch("(?s)/(?!/).*");
    } else {
      assertThat(line).containsAnyOf("/", "\uFF0F");
    }
  }

  @FuzzTest
  void objectIsSaidOrRefused(byte[] input) {
    String line = "{" + line(input);
    Request request = CommandParser.parse(line, true, RoomName.LOBBY, true);
    Request meant =
        request instanceof Request.ReferencedRequest(Request marked, _) ? marked : request;
    if (meant instanceof CommandRequest(Command asked)) {
      assertThat(asked).isInstanceOfAny(Command.Say.class, Command.Tell.class);
    } else {
      assertThat(meant).isInstanceOf(Request.Refuse.class);
    }
  }

  /** As another parser understands it. */
  @FuzzTest
  void objectIsSaidToNobodyThatItDoesNotName(byte[] input) {
    String line = "{" + line(input);
    Request request = CommandParser.parse(line, true, RoomName.LOBBY, true);
    Request meant =
        request instanceof Request.ReferencedRequest(Request marked, _) ? marked : request;
    if (meant instanceof CommandRequest(Command asked)) {
      Map<?, ?> members = new JsonMapper().readValue(line, Map.class);
      Map<String, Object> said = new HashMap<>();
      switch (asked) {
        case Command.Say say -> {
          said.put("text", say.text());
          said.put("ref", say.ref());
          said.put("room", members.containsKey("room") ? say.room() : null);
        }
        case Command.Tell tell -> {
          said.put("text", tell.text());
          said.put("to", tell.nick());
          said.put(
              "ref", request instanceof Request.ReferencedRequest marked ? marked.ref() : null);
        }
        default -> throw new AssertionError(asked);
      }
      said.values().removeIf(Objects::isNull);
      assertThat(members).isEqualTo(said);
    }
  }

  /** Returns a line as the framer has it. */
  private static String line(byte[] input) {
    return new String(input, StandardCharsets.UTF_8).replaceAll("[\r\n]", "");
  }
}
