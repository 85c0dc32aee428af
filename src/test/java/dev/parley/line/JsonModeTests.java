package dev.parley.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.api.Command;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.name.RoomName;
import dev.parley.dialect.input.JsonInput;
import dev.parley.dialect.input.Request;
import dev.parley.tcp.RecordingPeer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonModeTests {

  private static final String AT = "\"at\":\"2026-11-22T12:03:30.123Z\"";

  private final LineTester chat = new LineTester();
  private final RecordingPeer alice = chat.person("alice");
  private final RecordingPeer bot = chat.program("bot");
  private final String epoch = chat.operator.room("lobby").position().epoch();

  JsonModeTests() {
    var _ = alice.sent();
  }

  private String said(String type, int offset, String from, String text) {
    return "{\"type\":\"%s\",\"room\":\"lobby\",\"offset\":%d,\"epoch\":\"%s\",%s,\"from\":\"%s\",\"text\":\"%s\"}"
        .formatted(type, offset, epoch, AT, from, text);
  }

  private List<String> says(String line) {
    return bot.receive(line + "\n").lines();
  }

  @Test
  void everythingIsAnObjectFromTheFirstLineOnWhereThatSwitchesToJson() {
    LineTester patient = new LineTester(Duration.ofMillis(50));
    assertThat(patient.connect().receive("/json on\n").lines())
        .containsExactly(
            "{\"type\":\"notice\",\"text\":\"Welcome to parley. Nobody is here yet. /help lists the"
                + " commands.\"}",
            "{\"type\":\"notice\",\"text\":\"What is your name? (Enter alone makes you a guest)\"}",
            "{\"type\":\"notice\",\"text\":\"Every line is a JSON object now.\"}");
  }

  @Test
  void arrivingIsAWelcomeWithTheLastLinesBehindIt() {
    alice.receive("hello\n/topic Tea\n");
    assertThat(chat.connect().receive("/json on\nbot\n").lines())
        .endsWith(
            "{\"type\":\"notice\",\"text\":\"bot is taken: you are bot_2.\",\"wanted\":\"bot\"}",
            "{\"type\":\"welcome\",\"nick\":\"bot_2\",\"room\":\"lobby\",\"members\":3,\"others\":"
                + "[\"alice\",\"bot\"],\"topic\":\"Tea\",\"epoch\":\""
                + epoch
                + "\",\"offset\":2}",
            said("message", 1, "alice", "hello").replace("}", ",\"replay\":true}"),
            said("topic", 2, "alice", "Tea").replace("}", ",\"replay\":true}"));
  }

  @Test
  void whatOthersSayAndDo() {
    alice.receive("say \"hi\"\n/me waves\n/topic Tea\n/msg bot psst\n");
    assertThat(bot.lines())
        .containsExactly(
            said("message", 1, "alice", "say \\\"hi\\\""),
            said("emote", 2, "alice", "waves"),
            said("topic", 3, "alice", "Tea"),
            "{\"type\":\"private\","
                + AT
                + ",\"from\":\"alice\",\"to\":\"bot\",\"text\":\"psst\"}");
  }

  @Test
  void comingAndGoing() {
    RecordingPeer carol = chat.person("carol");
    carol.receive("/nick karl\n/quit good night\n");
    chat.person("dave").lose();
    assertThat(bot.lines())
        .containsExactly(
            "{\"type\":\"joined\",\"room\":\"lobby\",\"nick\":\"carol\",\"members\":3}",
            "{\"type\":\"renamed\",\"from\":\"carol\",\"to\":\"karl\"}",
            "{\"type\":\"left\",\"room\":\"lobby\",\"nick\":\"karl\",\"members\":2,\"how\":\"quit\","
                + "\"reason\":\"good night\"}",
            "{\"type\":\"joined\",\"room\":\"lobby\",\"nick\":\"dave\",\"members\":3}",
            "{\"type\":\"left\",\"room\":\"lobby\",\"nick\":\"dave\",\"members\":2,\"how\":"
                + "\"dropped\",\"reason\":\"connection lost\"}");
  }

  @Test
  void ownLinesComeBackAsTheirReceipts() {
    assertThat(says("hello")).containsExactly(said("message", 1, "bot", "hello"));
    assertThat(says("/echo off")).hasSize(1);
    assertThat(says("still")).containsExactly(said("message", 2, "bot", "still"));
    assertThat(says("/json off")).containsExactly("-- Lines are for people again.");
    assertThat(says("quiet")).isEmpty();
  }

  @Test
  void echoThatWasAskedForOutlivesJson() {
    says("/echo on");
    says("/json off");
    assertThat(says("hello")).containsExactly("1 <bot> hello");
  }

  @Test
  void objectsAreSaidInTheirRoomsAsTheyAre() {
    says("/join ops");
    assertThat(says("{\"text\":\"/quit\"}")).first().asString().contains("\"room\":\"ops\"");
    assertThat(says("{\"room\":\"lobby\",\"text\":\"one\\n-- two\"}"))
        .containsExactly(said("message", 1, "bot", "one\\n-- two"));
    assertThat(says("{\"room\":\"#LOBBY\",\"text\":\"\\u001b[31mred\"}"))
        .containsExactly(said("message", 2, "bot", "red"));
    assertThat(alice.lines()).containsExactly("<bot> one", "<bot> -- two", "<bot> red");
  }

  @Test
  void objectToOnePersonIsAPrivateMessage() {
    assertThat(says("{\"to\":\"ALICE\",\"text\":\"only\\nyou\"}"))
        .containsExactly(
            "{\"type\":\"private\","
                + AT
                + ",\"from\":\"bot\",\"to\":\"alice\",\"text\":\"only\\nyou\"}");
    assertThat(alice.lines()).containsExactly("[bot -> you] only", "[bot -> you] you");
    assertThat(says("{\"to\":\"nobody\",\"text\":\"hi\",\"ref\":\"r1\"}"))
        .containsExactly(
            "{\"type\":\"refused\",\"code\":\"no_such_nick\",\"text\":\"Nobody here is called nobody."
                + "\",\"line\":4,\"ref\":\"r1\"}");
    assertThat(alice.lines()).isEmpty();
  }

  @Test
  void refComesBackToItsSenderAlone() {
    RecordingPeer other = chat.program("other");
    var _ = bot.sent();
    assertThat(says("{\"text\":\"hi\",\"ref\":\"7 \\u2028\\n\"}"))
        .containsExactly(said("message", 1, "bot", "hi").replace("}", ",\"ref\":\"7 \u2028\\n\"}"));
    assertThat(other.lines()).containsExactly(said("message", 1, "bot", "hi"));
    assertThat(says("{\"to\":\"other\",\"text\":\"psst\",\"ref\":\"8\"}"))
        .singleElement()
        .asString()
        .endsWith("\"text\":\"psst\",\"ref\":\"8\"}");
    assertThat(other.lines()).singleElement().asString().endsWith("\"text\":\"psst\"}");
    assertThat(says("/history 1"))
        .containsExactly(said("message", 1, "bot", "hi").replace("}", ",\"replay\":true}"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"ref\":\"r\",\"text\":\"\\u200b\"}",
        "{\"ref\":\"r\",\"room\":\"nowhere\",\"text\":\"x\"}",
        "{\"to\":\"alice\",\"room\":\"lobby\",\"text\":\"x\",\"ref\":\"r\"}",
        "{\"too\":{\"to\":[1,{}]},\"text\":\"x\",\"ref\":\"r\"}",
        "{\"text\":1,\"ref\":\"r\"}",
        "{\"ref\":\"r\"}",
        "{\"ref\":\"r\",\"text\":\"x\",\"text\":\"y\"}",
        "{\"ref\":\"r\",\"text\":\"x\",\"ref\":\"s\"}",
        "{\"ref\":\"r\",\"text\":\"x\"} behind",
        "{\"ref\":\"r\",\"text\":"
      })
  void refusalHasTheRef(String line) {
    assertThat(says(line))
        .singleElement()
        .asString()
        .contains("\"refused\"")
        .endsWith("\"ref\":\"r\"}");
    assertThat(alice.lines()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{'too':'alice','text':'x'}  | There is no member \\\"too\\\": there are room or to, text, and ref.",
        "{'To':'alice','text':'x'}   | There is no member \\\"To\\\": there are room or to, text, and ref.",
        "{'to':'alice','room':'lobby','text':'x'} | It is for a room or to one person, not both.",
        "{'to':['alice'],'text':'x'} | The member \\\"to\\\" has to be a string.",
        "{'to':null,'text':'x'}      | The member \\\"to\\\" has to be a string.",
        "{'room':null,'text':'x'}    | The member \\\"room\\\" has to be a string.",
        "{'text':'x','ref':7}        | The member \\\"ref\\\" has to be a string.",
        "{'to':'nobody','to':'alice','text':'x'} | The member \\\"to\\\" is there twice.",
        "{'to':'alice'}              | The member \\\"text\\\" is missing."
      })
  void refusalSaysWhatIsWrongWithAnObject(String line, String sentence) {
    assertThat(says(line.replace("'", "\"").strip()))
        .containsExactly(
            "{\"type\":\"refused\",\"code\":\"malformed_input\",\"text\":\""
                + sentence
                + " It was not sent.\",\"line\":3}");
    assertThat(alice.lines()).isEmpty();
  }

  @Test
  void refHas128CharactersAtMost() {
    String full = "r".repeat(JsonInput.REF_LENGTH);
    assertThat(JsonInput.parse("{\"text\":\"x\",\"ref\":\"" + full + "\"}", RoomName.LOBBY))
        .isEqualTo(
            new Request.ReferencedRequest(
                new Request.CommandRequest(new Command.Say("lobby", "x", full)), full));
    assertThat(JsonInput.parse("{\"text\":\"x\",\"ref\":\"" + full + "r\"}", RoomName.LOBBY))
        .isEqualTo(
            new Request.Refuse(
                Refusal.MALFORMED_INPUT,
                "The member \"ref\" has at most 128 characters. It was not sent."));
  }

  @ParameterizedTest
  @ValueSource(strings = {" ", "\t", "\uFEFF", "\u200B", "\u001B[A"})
  void objectIsAnObjectBehindWhatCannotBeSeen(String before) {
    says(before + "{\"to\":\"alice\",\"text\":\"x\"}");
    assertThat(alice.lines()).containsExactly("[bot -> you] x");
  }

  @Test
  void objectsAreRefusedWhereNothingCanBeSaid() {
    assertThat(says("{\"room\":\"nowhere\",\"text\":\"hi\"}"))
        .containsExactly(
            "{\"type\":\"refused\",\"code\":\"no_such_room\",\"text\":\"No room #nowhere. /rooms lists"
                + " them.\",\"line\":3}");
    assertThat(says("{\"text\":\"\\n \\n\"}")).first().asString().contains("\"empty_text\"");
  }

  @Test
  void messageMayHaveAHundredLinesAndNoMore() {
    Command full = new Command.Say("lobby", ".\n".repeat(LogEntry.MAX_LINES));
    assertThat(chat.chat.handle(alice.session(), full)).isInstanceOf(Reply.PostedAt.class);
    assertThat(bot.lines()).hasSize(1);
    Command over = new Command.Say("lobby", ".\n".repeat(LogEntry.MAX_LINES + 1));
    assertThat(chat.chat.handle(alice.session(), over)).isInstanceOf(Reply.Refused.class);
    assertThat(bot.lines()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{",
        "{}",
        "{\"text\":1}",
        "{\"room\":1,\"text\":\"x\"}",
        "{\"text\":\"x\"} {}",
        "{\"text\":\"x\"",
        "{text:\"x\"}",
        "{\"text\":\"\\x\"}"
      })
  void malformedObjectIsRefusedAndNotSaid(String line) {
    assertThat(says(line)).hasSize(1).first().asString().contains("\"code\":\"malformed_input\"");
    assertThat(alice.lines()).isEmpty();
  }

  @Test
  void objectIsNoNameAndTextOutsideOfJsonMode() {
    RecordingPeer nameless = chat.connect().receive("/json on\n{\"text\":\"x\"}\n");
    assertThat(nameless.lines()).last().asString().contains("\"code\":\"not_arrived\"");
    var _ = alice.sent();
    chat.person("carol").receive("{\"text\":\"x\"}\n");
    assertThat(alice.lines()).endsWith("<carol> {\"text\":\"x\"}");
  }

  @Test
  void listsAreArrays() {
    alice.receive("/away lunch\n");
    assertThat(bot.lines())
        .containsExactly("{\"type\":\"away\",\"nick\":\"alice\",\"text\":\"lunch\"}");
    assertThat(says("/who"))
        .containsExactly(
            "{\"type\":\"notice\",\"text\":\"2 members\",\"room\":\"lobby\",\"members\":["
                + "{\"nick\":\"alice\",\"away\":\"lunch\"},{\"nick\":\"bot\"}]}");
    assertThat(says("/rooms"))
        .containsExactly(
            "{\"type\":\"notice\",\"text\":\"1 room\",\"rooms\":[{\"name\":\"lobby\",\"members\":2,"
                + "\"topic\":\"\"}]}");
    assertThat(says("/ignore alice"))
        .containsExactly(
            "{\"type\":\"notice\",\"text\":\"You ignore alice.\",\"ignored\":[\"alice\"]}");
  }

  @Test
  void otherReplies() {
    says("/join ops");
    assertThat(says("/leave"))
        .containsExactly(
            "{\"type\":\"left\",\"room\":\"ops\",\"you\":true,\"how\":\"left\",\"current\":\"lobby\"}");
    assertThat(says("/nick robot"))
        .containsExactly("{\"type\":\"renamed\",\"from\":\"bot\",\"to\":\"robot\",\"you\":true}");
    assertThat(says("/topic"))
        .containsExactly("{\"type\":\"topic\",\"room\":\"lobby\",\"text\":\"\"}");
    assertThat(says("/msg alice hi"))
        .containsExactly(
            "{\"type\":\"private\","
                + AT
                + ",\"from\":\"robot\",\"to\":\"alice\",\"text\":\"hi\"}");
    assertThat(says("hello")).hasSize(1);
    assertThat(says("/history"))
        .containsExactly(said("message", 1, "robot", "hello").replace("}", ",\"replay\":true}"));
    assertThat(says("/help nick"))
        .containsExactly("{\"type\":\"notice\",\"text\":\"/nick NAME: go by another name\"}");
  }

  @Test
  void operatorsActs() {
    chat.operator.announce("Down at 5.");
    chat.operator.notice(bot.id(), "Hello, bot.");
    chat.operator.remove("lobby", "bot", "spam");
    assertThat(bot.lines())
        .containsExactly(
            "{\"type\":\"notice\",\"text\":\"Down at 5.\"," + AT + ",\"scope\":\"everyone\"}",
            "{\"type\":\"notice\",\"text\":\"Hello, bot.\"," + AT + ",\"scope\":\"you\"}",
            "{\"type\":\"left\",\"room\":\"lobby\",\"you\":true,\"how\":\"removed\",\"reason\":\"spam\"}",
            "{\"type\":\"notice\",\"text\":\"You are in no room. /join ROOM to come into one.\"}");
  }

  @Test
  void lastLineSaysWhatBecameOfTheOthers() {
    bot.receive("hello\n/nope\n");
    var _ = bot.sent();
    bot.endInput();
    assertThat(bot.lines())
        .containsExactly(
            "{\"type\":\"bye\",\"reason\":\"end-of-input\",\"text\":\"2 lines accepted, 1 refused"
                + " (line 4: no such command)\",\"accepted\":2,\"refused\":1}");
  }
}
