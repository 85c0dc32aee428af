package dev.parley.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.SetLimits;
import dev.parley.chat.account.AlwaysOnSettings;
import dev.parley.chat.api.Limits;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.history.RoomSettings;
import dev.parley.dialect.input.CommandTable;
import dev.parley.dialect.output.LimitTable;
import dev.parley.dialect.output.ReplyWording;
import dev.parley.tcp.ConnectionLimits;
import dev.parley.tcp.RecordingPeer;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests the reply of each command and its events for others. */
class CommandTests {

  private final LineTester chat = new LineTester();
  private final RecordingPeer alice = chat.person("alice");
  private final RecordingPeer bob = chat.person("bob");

  CommandTests() {
    var _ = alice.sent();
  }

  private static List<String> says(RecordingPeer person, String... lines) {
    return person.receive(String.join("\n", lines) + "\n").lines();
  }

  @Test
  void whatIsTypedIsSaidToTheOthersAndBlankLinesAreNothing() {
    assertThat(says(alice, "hello", "", "  ", "//shrug", " //me too")).isEmpty();
    assertThat(bob.lines()).containsExactly("<alice> hello", "<alice> /shrug", "<alice>  //me too");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        " ",
        "\t",
        "\u00A0",
        "\u3000",
        "\uFEFF",
        "\u200B",
        "\u2060",
        "\u202E",
        "\u3164",
        "\u2800",
        "\u0000",
        "\u001B[A",
        "\uDB40\uDC41",
        " \uFEFF\t\u200D"
      })
  void commandBehindWhatCannotBeSeenIsRefusedAndNotSaid(String before) {
    String hint =
        "!! That looks like a command, but something stands before its slash: it was not sent. Begin"
            + " with the slash, or with // to say it.";
    assertThat(says(alice, before + "/msg bob secret", before + "/mgs bob secret", before + "/"))
        .containsExactly(hint, hint, hint);
    assertThat(chat.connect().receive(before + "/login alice secret\n").lines())
        .endsWith(
            "!! That looks like a command with a password and was not sent. Begin it with the"
                + " slash.");
    assertThat(bob.lines()).isEmpty();
  }

  @Test
  void commandWithAWideSlashIsRefusedAndAFaceIsSaid() {
    assertThat(says(alice, "\uFF0Fmsg bob secret", "\uFF0F\uFF4D\uFF53\uFF47 bob x", "\uFF0F(^o^)"))
        .hasSize(2)
        .allMatch(line -> line.startsWith("!! That looks like a command"));
    assertThat(bob.lines()).containsExactly("<alice> \uFF0F(^o^)");
  }

  @ParameterizedTest
  @ValueSource(
      ints = {
        0x200B, 0x2060, 0x00AD, 0x180E, 0x3164, 0x2800, 0xE0041, 0x200F, 0x115F, 0xFFA0, 0x034F,
        0x17B4, 0xFE0F, 0xE0100, 0x2063, 0x3000, 0x00A0, 0x2007, 0x1D173, 0xFFF0
      })
  void lineInWhichNothingCanBeSeenIsRefusedWhereverItIsSaid(int codePoint) {
    String unseen = Character.toString(codePoint).repeat(3);
    String refusal = "!! There is nothing in that line to say.";
    assertThat(says(alice, unseen, "/me " + unseen, "/msg bob " + unseen))
        .filteredOn(line -> !line.startsWith("!! Usage"))
        .allMatch(refusal::equals);
    assertThat(bob.lines()).isEmpty();
    assertThat(chat.operator.announce(unseen)).isInstanceOf(Outcome.Refused.class);
    assertThat(chat.operator.notice(alice.id(), unseen)).isInstanceOf(Outcome.Refused.class);
    assertThat(chat.operator.post("lobby", "ops", unseen)).isInstanceOf(Outcome.Refused.class);
    assertThat(chat.operator.create("r", unseen, RoomSettings.PERSISTENT))
        .isInstanceOf(unseen.isBlank() ? Outcome.Ok.class : Outcome.Refused.class);
  }

  @Test
  void lineWithNothingToShowIsRefused() {
    assertThat(says(alice, "\u001B[A")).containsExactly("!! There is nothing in that line to say.");
  }

  @Test
  void nothingThatBeginsWithASlashIsSaid() {
    assertThat(says(alice, "/jion ops", "/JOIN", "/xyzzy secret", "/", "/usr/bin/env"))
        .containsExactly(
            "!! No command /jion. Did you mean /join? /help lists them.",
            "-- You speak in no room now. /join #lobby to go on there.",
            "!! Usage: /join ROOM [KEY]",
            "!! No command /xyzzy. /help lists them.",
            "!! No command /. /help lists them.",
            "!! No command /usr/bin/env. /help lists them.");
    assertThat(bob.lines()).isEmpty();
  }

  @Test
  void helpListsEveryCommandAndExplainsOne() {
    List<String> help = says(alice, "/help");
    assertThat(help).allMatch(line -> line.startsWith("-- /"));
    assertThat(help).hasSize(CommandTable.ALL.size() + 1).endsWith("-- //text says /text");
    assertThat(says(alice, "/help MSG", "/help /msg"))
        .containsExactly(
            "-- /msg NAME TEXT: say something to one person",
            "-- /msg NAME TEXT: say something to one person");
    assertThat(says(alice, "/help nik"))
        .containsExactly("!! No command /nik. Did you mean /nick? /help lists them.");
  }

  @Test
  void nickIsShownToAll() {
    assertThat(says(alice, "/nick bob", "/nick alicia", "/nick alicia", "/nick -"))
        .containsExactly(
            "!! bob is taken.",
            "-- You are now alicia.",
            "!! You are alicia already.",
            "!! " + dev.parley.chat.name.Nick.RULE);
    assertThat(bob.lines()).containsExactly("-- alice is now alicia");
  }

  @Test
  void joinedRoomBecomesTheCurrentOneAndTheOthersAreKept() {
    assertThat(says(alice, "/join ops"))
        .containsExactly("-- You are alice in #ops. Nobody else is here.");
    says(bob, "/join #OPS", "in ops");
    assertThat(alice.lines()).containsExactly("-- bob joined #ops (2 here)", "<bob> in ops");
    says(bob, "/join lobby", "in the lobby", "/me waves");
    assertThat(alice.lines()).containsExactly("#lobby <bob> in the lobby", "#lobby * bob waves");
    assertThat(says(alice, "/join #lobby")).containsExactly("-- You are back in #lobby with bob.");
    assertThat(bob.lines()).isEmpty();
  }

  @Test
  void whatFollowsOnAJoinThatIsRefusedIsSaidNowhere() {
    says(bob, "/join b");
    assertThat(says(alice, "/join a", "/join b", "/join c", "meant for c"))
        .endsWith(
            "!! You can be in no more rooms: the limit is 3.",
            "-- You speak in no room now. /join #b to go on there.",
            "!! You speak in no room now, so that went nowhere. /join #b to go on there.");
    assertThat(bob.lines()).containsExactly("-- alice joined #b (2 here)");
    assertThat(says(alice, "/join -", "/me waves", "/topic Tea", "/kick bob", "/leave"))
        .hasSize(5)
        .allMatch(line -> line.startsWith("!! "));
    assertThat(bob.lines()).isEmpty();
    says(alice, "/join b", "back in b");
    assertThat(bob.lines()).containsExactly("<alice> back in b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/join", "/jion ops", "/JOIN -", " /join ops", "/j ops", "\uFEFF/join ops"})
  void whatFollowsOnAMistypedJoinIsSaidNowhere(String join) {
    says(alice, join);
    says(alice, "meant for ops");
    assertThat(bob.lines()).doesNotContain("<alice> meant for ops");
  }

  @Test
  void leavingTheCurrentRoomGoesBackToTheOneJoinedLast() {
    says(alice, "/join a", "/join b", "/join a");
    assertThat(says(alice, "/leave")).containsExactly("-- You left #a. You are in #b now.");
    assertThat(says(alice, "/leave #lobby"))
        .containsExactly("-- You left #lobby. You are in #b now.");
    assertThat(bob.lines()).containsExactly("-- alice left #lobby (1 here)");
    assertThat(says(alice, "/leave", "hello", "/me waves", "/topic", "/history", "/who", "/leave"))
        .containsExactly(
            "-- You left #b. You are in no room. /join ROOM to come into one.",
            "!! You are in no room. /join ROOM to come into one.",
            "!! You are in no room. /join ROOM to come into one.",
            "!! You are in no room. /join ROOM to come into one.",
            "!! You are in no room. /join ROOM to come into one.",
            "!! You are in no room. /join ROOM to come into one.",
            "!! You are in no room. /join ROOM to come into one.");
    assertThat(says(alice, "/who lobby")).containsExactly("-- 1 in #lobby: bob");
    assertThat(says(alice, "/leave nowhere"))
        .containsExactly("!! No room #nowhere. /rooms lists them.");
  }

  @Test
  void roomsAreListedTheFullestFirst() {
    says(alice, "/join ops", "/topic Who watches?");
    assertThat(says(bob, "/rooms"))
        .containsExactly("-- #lobby (2 here)", "-- #ops (1 here): Who watches?");
  }

  @Test
  void longListOfRoomsIsCut() {
    for (int i = 0; i < ReplyWording.SCREEN; i++) {
      chat.operator.create(
          "r" + i, "t".repeat(61), dev.parley.chat.history.RoomSettings.PERSISTENT);
    }
    assertThat(says(alice, "/rooms"))
        .hasSize(ReplyWording.SCREEN + 1)
        .contains("-- #r0 (0 here): " + "t".repeat(59) + "…")
        .endsWith("-- and 1 more room");
  }

  @Test
  void whoShowsThoseInARoomAndWhoIsAway() {
    says(bob, "/away lunch");
    assertThat(says(alice, "/who")).containsExactly("-- 2 in #lobby: alice, bob (away: lunch)");
  }

  @Test
  void longListOfMembersIsBrokenIntoLinesAndCut() {
    IntStream.range(0, 60).forEach(i -> chat.person("someone-" + i));
    var _ = alice.sent();
    List<String> lines = says(alice, "/who");
    assertThat(lines).first().asString().startsWith("-- 62 in #lobby: alice, bob, someone-0,");
    assertThat(lines).last().asString().endsWith("someone-47, and 12 more");
    assertThat(lines).allMatch(line -> line.length() < 80 && line.startsWith("-- "));
  }

  @Test
  void privateMessageIsShownAtBothEndsAndAnswered() {
    assertThat(says(alice, "/msg bob  hi  there ")).containsExactly("[you -> bob] hi  there");
    assertThat(bob.lines()).containsExactly("[alice -> you] hi  there");
    assertThat(says(bob, "/away lunch", "/reply later"))
        .containsExactly("-- You are away: lunch", "[you -> alice] later");
    assertThat(alice.lines()).containsExactly("[bob -> you] later");
    assertThat(says(alice, "/reply ok"))
        .containsExactly("[you -> bob] ok", "-- bob is away: lunch");
    assertThat(bob.lines()).containsExactly("[alice -> you] ok");
    assertThat(says(bob, "/away")).containsExactly("-- You are no longer away.");
    assertThat(says(alice, "/msg nobody hi", "/msg bob"))
        .containsExactly("!! Nobody here is called nobody.", "!! Usage: /msg NAME TEXT");
  }

  @Test
  void topicIsShownChangedAndCleared() {
    assertThat(says(alice, "/topic")).containsExactly("-- #lobby has no topic.");
    assertThat(says(alice, "/topic Tea at 4", "/topic", "/topic -"))
        .containsExactly(
            "-- alice changed the topic of #lobby to: Tea at 4",
            "-- The topic of #lobby is: Tea at 4",
            "-- alice cleared the topic of #lobby");
    assertThat(bob.lines())
        .containsExactly(
            "-- alice changed the topic of #lobby to: Tea at 4",
            "-- alice cleared the topic of #lobby");
  }

  @Test
  void historyCanBeReadPageByPageAsItSays() {
    IntStream.rangeClosed(1, 12).forEach(i -> bob.receive("line " + i + "\n"));
    var _ = alice.sent();
    assertThat(says(alice, "/history 2"))
        .containsExactly(
            "12:03 <bob> line 11", "12:03 <bob> line 12", "-- Older lines: /history after 5");
    assertThat(says(alice, "/history after 5"))
        .startsWith("12:03 <bob> line 6")
        .endsWith("12:03 <bob> line 10", "-- More: /history after 10");
    assertThat(says(alice, "/history after 10"))
        .containsExactly("12:03 <bob> line 11", "12:03 <bob> line 12");
    assertThat(says(alice, "/history")).hasSize(6).endsWith("-- Older lines: /history after 2");
    assertThat(says(alice, "/history after 0")).startsWith("12:03 <bob> line 1").hasSize(6);
  }

  @Test
  void historyOfNothingSaysSo() {
    assertThat(says(alice, "/history", "/history after 5"))
        .containsExactly(
            "-- Nothing was said in #lobby yet.", "-- Nothing was said in #lobby after that.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "-1", "after", "after x", "5 6", "after 1 2", "1234567890123456789"})
  void historyOfNoNumberIsRefused(String arguments) {
    assertThat(says(alice, "/history " + arguments))
        .containsExactly(
            "!! /history takes a number of lines, after or before and an offset, or a line like #ops/812.");
  }

  @Test
  void ignoredPeopleAreNotHeard() {
    assertThat(says(alice, "/ignore", "/ignore bob", "/ignore"))
        .containsExactly("-- You ignore nobody.", "-- You ignore bob.", "-- You ignore bob.");
    says(bob, "hello", "/msg alice hi");
    assertThat(alice.lines()).isEmpty();
    assertThat(says(alice, "/unignore bob")).containsExactly("-- You ignore nobody.");
    says(bob, "hello");
    assertThat(alice.lines()).containsExactly("<bob> hello");
  }

  @Test
  void timeIsPutBeforeWhatPeopleSay() {
    says(bob, "/join ops");
    assertThat(says(alice, "/join ops", "/time ON").getLast())
        .isEqualTo("-- What people say has the time before it now, in UTC.");
    says(bob, "hello", "/me waves", "/msg alice hi", "/join lobby", "there", "/topic Tea");
    assertThat(alice.lines())
        .containsExactly(
            "12:03 <bob> hello",
            "12:03 * bob waves",
            "12:03 [bob -> you] hi",
            "12:03 #lobby <bob> there",
            "-- bob changed the topic of #lobby to: Tea");
    assertThat(says(alice, "/msg bob hi")).containsExactly("12:03 [you -> bob] hi");
    assertThat(says(alice, "/time off", "/time perhaps"))
        .containsExactly(
            "-- What people say comes without the time now.", "!! It is either on or off.");
  }

  @Test
  void echoBringsOwnLinesBackWithTheirOffsets() {
    assertThat(says(alice, "/echo on", "hello", "/me waves"))
        .containsExactly(
            "-- Your own lines come back to you now, with their offsets.",
            "1 <alice> hello",
            "2 * alice waves");
    assertThat(says(alice, "/echo off", "hello"))
        .containsExactly("-- Your own lines do not come back to you now.");
  }

  @Test
  void everyLimitIsShownByItsName() {
    List<String> lines = says(alice, "/limits");
    List<String> names =
        Stream.concat(
                Stream.of("accounts.always-on.accounts", "accounts.always-on.hold"),
                Stream.of(Limits.class, ConnectionLimits.class)
                    .flatMap(limits -> Arrays.stream(limits.getRecordComponents()))
                    .map(RecordComponent::getName))
            .map(name -> name.replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT))
            .toList();
    assertThat(lines)
        .map(line -> line.replaceFirst("-- (\\S+) .*", "$1"))
        .containsExactlyInAnyOrderElementsOf(names);
    assertThat(lines)
        .contains(
            "-- line-bytes 64",
            "-- login-timeout 60s",
            "-- messages-burst 0 (no limit)",
            "-- idle-timeout 0 (no limit)");
  }

  @ParameterizedTest
  @CsvSource({"PT60S,60s", "PT0.5S,500ms", "PT0S,0 (no limit)", "PT1M0.001S,60001ms"})
  void timesAreShownAsTheyAreSet(Duration time, String shown) {
    Limits limits = new SetLimits().loginTimeout(time).limits();
    assertThat(
            LimitTable.of(
                limits, ConnectionLimits.NONE, new AlwaysOnSettings(true, 0, Duration.ZERO)))
        .contains("login-timeout " + shown + "\n");
  }

  @Test
  void longLineAndLineThatIsNotUtf8AreRefusedAndTheNextIsSaid() {
    alice.receive("x".repeat(65) + "\n").receive((byte) 0xE9, (byte) '\n').receive("ok\n");
    assertThat(alice.lines())
        .containsExactly(
            "!! That line was longer than 64 bytes and was not sent.",
            "!! That line was not UTF-8 and was not sent.");
    assertThat(bob.lines()).containsExactly("<alice> ok");
  }
}
