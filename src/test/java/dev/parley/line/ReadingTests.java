package dev.parley.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.account.Secret;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.moderation.Role;
import dev.parley.tcp.RecordingPeer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests paging backwards, marking lines as read, and the events that programs alone are shown. */
class ReadingTests {

  private final LineTester chat = new LineTester();
  private final RecordingPeer alice = chat.person("alice");
  private final RecordingPeer bot = chat.program("bot");
  private final String epoch = chat.operator.room("lobby").position().epoch();

  ReadingTests() {
    var _ = alice.sent();
  }

  private static List<String> says(RecordingPeer person, String... lines) {
    return person.receive(String.join("\n", lines) + "\n").lines();
  }

  private String unread(int seen, int unread, int mentions) {
    return "{\"type\":\"unread\",\"room\":\"lobby\",\"epoch\":\"%s\",\"seen\":%d,\"unread\":%d,\"mentions\":%d}"
        .formatted(epoch, seen, unread, mentions);
  }

  private RecordingPeer login(boolean json) {
    RecordingPeer peer = chat.connect().receive(json ? "/json on\n" : "");
    var _ = peer.sent();
    return peer.receive("/login bob hunter2hunter2\n");
  }

  @Test
  void historyIsReadBackwardsPageByPage() {
    says(alice, "1", "2", "3", "4", "5", "6", "7");
    assertThat(says(alice, "/history before 7"))
        .containsExactly(
            "12:03 <alice> 2",
            "12:03 <alice> 3",
            "12:03 <alice> 4",
            "12:03 <alice> 5",
            "12:03 <alice> 6",
            "-- Older lines: /history before 2");
    assertThat(says(alice, "/history before 2")).containsExactly("12:03 <alice> 1");
    assertThat(says(alice, "/history before 1"))
        .containsExactly("-- Nothing was said in #lobby before that.");
    assertThat(says(alice, "/history before 0"))
        .containsExactly("-- Nothing was said in #lobby before that.");
    assertThat(says(alice, "/history before"))
        .containsExactly(
            "!! /history takes a number of lines, after or before and an offset, or a line like #ops/812.");
  }

  @Test
  void guestIsToldWhatIsUnreadInThisSession() {
    says(alice, "one", "bot: two", "bots three", "/me pokes BOT.");
    says(bot, "four");
    assertThat(says(bot, "/seen 1")).containsExactly(unread(1, 3, 2));
    assertThat(says(bot, "/seen lobby 4")).containsExactly(unread(4, 0, 0));
    assertThat(says(bot, "/seen #LOBBY 2")).containsExactly(unread(4, 0, 0));
    assertThat(alice.lines()).containsExactly("<bot> four");
    assertThat(says(alice, "/seen 0"))
        .containsExactly("-- 1 unread line in #lobby: /history after 0");
    assertThat(says(alice, "/seen 5")).containsExactly("-- You have read #lobby to its end.");
  }

  @Test
  void offsetIsThatOfALineThatThereIs() {
    says(alice, "one");
    assertThat(says(alice, "/seen 1")).containsExactly("-- You have read #lobby to its end.");
    assertThat(says(alice, "/seen 2")).containsExactly("!! #lobby has no line 2: the last is 1.");
    says(bot, "/join ops");
    assertThat(says(alice, "/seen ops 0"))
        .containsExactly("!! You are not in #ops. /join #ops to come in.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"/seen x", "/seen lobby", "/seen lobby -1", "/seen lobby 1 2"})
  void whatIsNoOffsetIsRefused(String line) {
    assertThat(says(alice, line))
        .containsExactly("!! /seen takes an offset, the number of a line.");
  }

  @Test
  void accountIsToldAtEachLoginWhatIsUnread() {
    chat.accountAdmin.create("bob", new Secret("hunter2hunter2"), false);
    RecordingPeer first = login(true);
    assertThat(first.lines()).noneMatch(line -> line.contains("\"unread\""));
    says(alice, "one", "two for bob");
    assertThat(says(first, "/seen 1")).last().isEqualTo(unread(1, 1, 1));

    RecordingPeer second = login(true);
    assertThat(second.lines()).contains(unread(1, 1, 1));
    assertThat(login(false).lines())
        .contains("-- 1 unread line in #lobby, 1 of them with your name: /history after 1");
    assertThat(says(second, "/seen 2")).last().isEqualTo(unread(2, 0, 0));
    assertThat(login(true).lines()).contains(unread(2, 0, 0));
    assertThat(login(false).lines()).noneMatch(line -> line.contains("unread"));
  }

  @Test
  void otherSessionsOfAnAccountAreToldWhatWasRead() {
    chat.accountAdmin.create("bob", new Secret("hunter2hunter2"), false);
    RecordingPeer first = login(true);
    RecordingPeer second = login(true);
    RecordingPeer terminal = login(false);
    says(alice, "one", "two");
    var _ = second.sent();
    var _ = terminal.sent();
    var _ = bot.sent();
    says(first, "/seen 1");
    assertThat(second.lines()).containsExactly(unread(1, 1, 0));
    assertThat(terminal.lines()).isEmpty();
    assertThat(bot.lines()).isEmpty();
  }

  @Test
  void accountIsToldOnJoiningWhatIsUnread() {
    chat.accountAdmin.create("bob", new Secret("hunter2hunter2"), false);
    RecordingPeer bob = login(true);
    says(alice, "/join ops", "one");
    assertThat(says(bob, "/join ops")).noneMatch(line -> line.contains("\"unread\""));
    says(bob, "/seen 1");
    says(bob, "/leave");
    says(alice, "two");
    assertThat(says(bob, "/join ops"))
        .filteredOn(line -> line.contains("\"unread\""))
        .singleElement()
        .asString()
        .startsWith("{\"type\":\"unread\",\"room\":\"ops\",")
        .endsWith("\"seen\":1,\"unread\":1,\"mentions\":0}");
  }

  @Test
  void programsAreShownWhoIsAway() {
    RecordingPeer carol = chat.person("carol");
    var _ = alice.sent();
    var _ = bot.sent();
    says(carol, "/away lunch");
    assertThat(bot.lines())
        .containsExactly("{\"type\":\"away\",\"nick\":\"carol\",\"text\":\"lunch\"}");
    says(carol, "/away");
    assertThat(bot.lines()).containsExactly("{\"type\":\"away\",\"nick\":\"carol\",\"text\":\"\"}");
    assertThat(alice.lines()).isEmpty();
    says(bot, "/ignore carol");
    says(carol, "/away again");
    assertThat(bot.lines()).isEmpty();
  }

  @Test
  void programsAreShownRoles() {
    chat.accountAdmin.create("bob", new Secret("hunter2hunter2"), false);
    chat.chat.moderation().give(chat.operator.actor(), "lobby", "bob", Role.VOICE, "");
    assertThat(bot.lines())
        .containsExactly(
            "{\"type\":\"role\",\"room\":\"lobby\",\"nick\":\"bob\",\"role\":\"voice\"}");
    chat.chat.moderation().give(chat.operator.actor(), "lobby", "bob", null, "");
    assertThat(bot.lines()).singleElement().asString().contains("\"role\":\"member\"");
    assertThat(alice.lines()).isEmpty();
  }

  @Test
  void programsAreShownSettings() {
    RoomSettings moderated =
        new RoomSettings(
            false, false, "sesame", 9, 3, null, true, false, true, false, false, false);
    says(alice, "/join ops");
    says(bot, "/join ops");
    var _ = alice.sent();
    assertThat(chat.operator.change("ops", "admin", null, moderated))
        .isInstanceOf(Outcome.Ok.class);
    assertThat(bot.lines())
        .containsExactly(
            "{\"type\":\"settings\",\"room\":\"ops\",\"persistent\":false,\"secret\":false,"
                + "\"hasKey\":true,\"maxMembers\":9,\"moderated\":true,\"readOnly\":false,"
                + "\"inviteOnly\":true,\"topicLocked\":false,\"external\":false,\"noSignals\":false,\"slowModeSeconds\":3}");
    chat.operator.change("ops", "admin", null, moderated);
    assertThat(bot.lines()).isEmpty();
    assertThat(alice.lines()).isEmpty();
  }
}
