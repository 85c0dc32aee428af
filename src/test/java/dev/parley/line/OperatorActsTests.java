package dev.parley.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.history.RoomSettings;
import dev.parley.tcp.RecordingPeer;
import org.junit.jupiter.api.Test;

/** Tests the output of an operator's acts for the people concerned. */
class OperatorActsTests {

  private final LineTester chat = new LineTester();
  private final RecordingPeer alice = chat.person("alice");

  @Test
  void whatIsTypedForARoomThatOneWasTakenOutOfIsSaidNowhere() {
    RecordingPeer bob = chat.person("bob").receive("/join ops\n");
    alice.receive("/join ops\n");
    var _ = bob.sent();
    var _ = alice.sent();
    chat.operator.remove("ops", "bob", "spam\n-- really");
    assertThat(bob.lines())
        .containsExactly(
            "-- You were taken out of #ops: spam -- really",
            "-- You speak in no room now. /join #lobby to go on there.");
    assertThat(alice.lines())
        .containsExactly("-- bob was taken out of #ops (1 here): spam -- really");
    assertThat(bob.receive("meant for ops\n").lines())
        .containsExactly(
            "!! You speak in no room now, so that went nowhere. /join #lobby to go on there.");
    assertThat(alice.lines()).isEmpty();
    bob.receive("/join lobby\nhello\n");
    assertThat(alice.lines()).containsExactly("#lobby <bob> hello");
  }

  @Test
  void memberTakenOutOfTheOnlyRoomIsInNone() {
    chat.operator.remove("lobby", "alice", "");
    assertThat(alice.lines())
        .containsExactly(
            "-- You were taken out of #lobby",
            "-- You are in no room. /join ROOM to come into one.");
    assertThat(alice.receive("hello\n").lines())
        .containsExactly("!! You are in no room. /join ROOM to come into one.");
  }

  @Test
  void memberTakenOutOfAnotherRoomStaysInTheCurrentOne() {
    alice.receive("/join ops\n/join lobby\n");
    var _ = alice.sent();
    chat.operator.remove("ops", "alice", "");
    assertThat(alice.lines()).containsExactly("-- You were taken out of #ops");
  }

  @Test
  void membersOfADeletedRoomAreInTheLobby() {
    RecordingPeer bob = chat.person("bob");
    chat.operator.create("ops", "", RoomSettings.PERSISTENT);
    alice.receive("/join ops\n");
    bob.receive("/join ops\n/join lobby\n");
    var _ = alice.sent();
    var _ = bob.sent();
    chat.operator.delete("ops");
    assertThat(alice.lines())
        .containsExactly(
            "-- Room #ops was deleted. You speak in no room now. /join #lobby to go on there.");
    assertThat(bob.lines()).containsExactly("-- Room #ops was deleted.");
    bob.receive("hello\n");
    assertThat(alice.lines()).containsExactly("#lobby <bob> hello");
    alice.receive("meant for ops\n");
    assertThat(alice.lines())
        .containsExactly(
            "!! You speak in no room now, so that went nowhere. /join #lobby to go on there.");
    assertThat(bob.lines()).isEmpty();
    alice.receive("/join lobby\nhello\n");
    assertThat(bob.lines()).containsExactly("<alice> hello");
  }

  @Test
  void deletionThatWaitsBehindALineDoesNotConcernTheNextRoomOfTheName() {
    RecordingPeer bob = chat.person("bob");
    RecordingPeer carol = chat.person("carol");
    chat.operator.create("ops", "", RoomSettings.PERSISTENT);
    alice.receive("/join ops\n");
    bob.receive("/join ops\n");
    chat.log.hold();
    bob.receive("on its way\n");
    chat.operator.delete("ops");
    var _ = alice.sent();
    assertThat(alice.receive("/join ops\n").lines())
        .containsExactly("-- You are alice in #ops. Nobody else is here.");
    var _ = bob.sent();
    var _ = carol.sent();
    assertThat(bob.receive("too late\n").lines())
        .containsExactly("!! You are not in #ops. /join #ops to come in.");

    chat.log.letGo();
    assertThat(alice.lines()).isEmpty();
    assertThat(bob.lines())
        .contains(
            "-- Room #ops was deleted. You speak in no room now. /join #lobby to go on there.");
    bob.receive("later still\n");
    alice.receive("in the new room\n/who\n");
    assertThat(alice.lines()).containsExactly("-- 1 in #ops: alice (owner)");
    assertThat(carol.lines()).isEmpty();
  }

  @Test
  void announcementsAndNoticesAreMarkedLineByLine() {
    chat.operator.announce("Down at 5.\n<bob> no");
    chat.operator.notice(alice.id(), "Mind your tone.\n-- bye: joking");
    assertThat(alice.lines())
        .containsExactly(
            "-- Announcement: Down at 5.",
            "-- Announcement: <bob> no",
            "-- Notice to you: Mind your tone.",
            "-- Notice to you: -- bye: joking");
  }

  @Test
  void lineOfSeveralLinesIsMarkedLineByLine() {
    alice.receive("/join ops\n");
    var _ = alice.sent();
    chat.operator.post("lobby", "bot", "one\n-- two\r\nthree\n");
    assertThat(alice.lines())
        .containsExactly("#lobby <bot> one", "#lobby <bot> -- two", "#lobby <bot> three");
  }
}
