package dev.parley.chat.room;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.ChatTester;
import dev.parley.chat.ChatTester.Person;
import dev.parley.chat.api.Cause;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.session.Session;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests changes of a room's name. */
class RoomRenamingTests {

  private static final RoomName OPS = new RoomName("ops");
  private static final RoomName OPERATIONS = new RoomName("operations");

  private final ChatTester tester = new ChatTester();
  private final Person alice = tester.member("alice", false);
  private final Person bob = tester.person("bob");

  private void meet() {
    alice.does(new Command.Join("ops", null));
    bob.does(new Command.Join("ops", null));
    alice.seen();
    bob.seen();
  }

  private Reply rename(String to) {
    return alice.does(new Command.RenameRoom("ops", to, ""));
  }

  private static List<Event> of(List<Event> events, Class<?> type) {
    return events.stream().filter(type::isInstance).toList();
  }

  @Test
  void membersStayAndAreShownTheNewName() {
    meet();

    assertThat(alice.does(new Command.RenameRoom("ops", "operations", "typo")))
        .isEqualTo(Reply.Done.INSTANCE);

    Event renamed =
        new Event.RoomRenamed(
            OPS, "e-ops", OPERATIONS, "alice", "typo", alice.session, Cause.COMMAND);
    assertThat(alice.seen()).containsExactly(renamed);
    assertThat(bob.seen()).containsExactly(renamed);
    assertThat(bob.session.rooms()).containsExactly(RoomName.LOBBY, OPERATIONS);
    RoomInfo room = tester.operator.room("operations");
    assertThat(room.name().value()).isEqualTo("operations");
    assertThat(room.members()).isEqualTo(2);
    assertThat(tester.operator.room("ops")).isNull();
    assertThat(tester.operator.rooms()).hasSize(2);
    assertThat(tester.recorded()).contains("room.rename ops");
  }

  @Test
  void linesGoOnAfterThoseBefore() {
    meet();
    alice.does(new Command.Say("ops", "one"));
    rename("operations");

    alice.does(new Command.Say("operations", "two"));
    alice.does(new Command.SetTopic("operations", "Tea"));

    assertThat(bob.heard()).containsExactly("one", "two", "Tea");
    Reply.History history = (Reply.History) bob.does(new Command.ShowRecent("operations", 10));
    assertThat(history.entries()).extracting("offset").containsExactly(1L, 2L, 3L);
    assertThat(history.room()).isEqualTo(OPERATIONS);
    assertThat(tester.operator.room("operations").topic()).isEqualTo("Tea");
  }

  @Test
  void onlyOwnersAndOperatorsRename() {
    meet();

    assertThat(bob.refused(new Command.RenameRoom("ops", "bobs", "")))
        .isEqualTo(Refusal.NOT_ALLOWED);
    assertThat(tester.operator.rename("ops", "operations")).isInstanceOf(Outcome.Ok.class);
    assertThat(of(bob.seen(), Event.RoomRenamed.class))
        .containsExactly(new Event.RoomRenamed(OPS, "e-ops", OPERATIONS, "", "", null, Cause.API));
  }

  @Test
  void nameMustBeValidAndFreeAndAnother() {
    meet();
    alice.does(new Command.Join("other", null));

    assertThat(refusal(rename("-"))).isEqualTo(Refusal.MALFORMED_NAME);
    assertThat(refusal(rename("OTHER"))).isEqualTo(Refusal.ROOM_EXISTS);
    assertThat(refusal(rename("lobby"))).isEqualTo(Refusal.ROOM_EXISTS);
    assertThat(refusal(rename("ops"))).isEqualTo(Refusal.ALREADY_DONE);
    assertThat(tester.operator.rename("nowhere", "x")).isInstanceOf(Outcome.Refused.class);
    assertThat(of(bob.seen(), Event.RoomRenamed.class)).isEmpty();
  }

  private static Refusal refusal(Reply reply) {
    return ((Reply.Refused) reply).refusal();
  }

  @Test
  void lobbyKeepsItsName() {
    Person admin = tester.member("root", true);

    assertThat(admin.refused(new Command.RenameRoom("lobby", "hall", "")))
        .isEqualTo(Refusal.LOBBY_STAYS);
    assertThat(refusal(alice.does(new Command.RenameRoom("lobby", "hall", ""))))
        .isEqualTo(Refusal.NOT_ALLOWED);
  }

  @Test
  void caseAloneCanChange() {
    meet();

    assertThat(rename("Ops")).isEqualTo(Reply.Done.INSTANCE);

    assertThat(tester.operator.room("ops").name().value()).isEqualTo("Ops");
    assertThat(bob.does(new Command.Say("ops", "hi"))).isInstanceOf(Reply.PostedAt.class);
    assertThat(tester.person("carol").does(new Command.Join("ops", null)))
        .isInstanceOf(Reply.Entered.class);
  }

  @Test
  void rolesAndBansStayInForce() {
    meet();
    Person eve = tester.person("eve");
    eve.does(new Command.Join("ops", null));
    alice.does(new Command.Mute("ops", "eve", null));
    alice.does(new Command.BanTarget("ops", "mallory", null, ""));
    alice.does(new Command.BanTarget("ops", "m*!*@*", null, ""));
    eve.does(new Command.Rename("eva")); // The mute is attached to the person.
    rename("operations");

    assertThat(eve.refused(new Command.Say("operations", "hi"))).isEqualTo(Refusal.MUTED);
    assertThat(tester.person("mallory").refused(new Command.Join("operations", null)))
        .isEqualTo(Refusal.BANNED);
    assertThat(tester.person("mole").refused(new Command.Join("operations", null)))
        .isEqualTo(Refusal.BANNED);
    assertThat(tester.chat.moderation().roles("operations"))
        .extracting("role")
        .containsExactly(Role.OWNER);
    assertThat(tester.chat.moderation().bans()).extracting(Ban::room).containsOnly(OPERATIONS);
    assertThat(alice.does(new Command.Unmute("operations", "eve")))
        .isInstanceOf(Reply.Imposed.class);
    assertThat(eve.does(new Command.Say("operations", "hi"))).isInstanceOf(Reply.PostedAt.class);
  }

  @Test
  void rulesDoNotApplyToANewRoomOfTheFormerName() {
    meet();
    alice.does(new Command.BanTarget("ops", "mallory", null, ""));
    rename("operations");
    tester.pass(Duration.ofHours(1));

    Person mallory = tester.member("mallory", false);
    assertThat(mallory.does(new Command.Join("ops", null))).isInstanceOf(Reply.Entered.class);
    assertThat(tester.chat.moderation().roles("ops"))
        .extracting("account")
        .containsExactly(new Nick("mallory"));
  }

  @Test
  void invitationAndKeyAndMetadataStay() {
    meet();
    alice.does(new Command.ChangeSetting("ops", "invite-only", "on"));
    Person carol = tester.person("carol");
    alice.does(new Command.Invite("ops", "carol"));
    alice.does(new Command.SetMetadata("#ops", "url", "https://example.org"));
    rename("operations");

    assertThat(tester.chat.metadata().of(OPERATIONS)).containsEntry("url", "https://example.org");
    assertThat(tester.chat.metadata().of(OPS)).isEmpty();
    assertThat(tester.person("dora").refused(new Command.Join("operations", null)))
        .isEqualTo(Refusal.INVITE_ONLY);
    assertThat(carol.does(new Command.Join("operations", null))).isInstanceOf(Reply.Entered.class);
  }

  @Test
  void whoJoinsTheFormerNameIsToldTheNewOneForSomeTime() {
    meet();
    rename("operations");
    Person carol = tester.person("carol");
    tester.pass(Duration.ofHours(1).minusMillis(1));

    assertThat(carol.told(new Command.Join("ops", null)))
        .isEqualTo("#ops is called #operations now: /join #operations.");
    assertThat(tester.operator.room("ops")).isNull();
    tester.pass(Duration.ofMillis(1));
    assertThat(carol.does(new Command.Join("ops", null))).isInstanceOf(Reply.Entered.class);
    assertThat(tester.operator.room("ops").members()).isEqualTo(1);
  }

  @Test
  void memberReachesTheRoomByItsFormerName() {
    meet();
    rename("operations");

    assertThat(bob.does(new Command.Say("ops", "still typing"))).isInstanceOf(Reply.PostedAt.class);
    assertThat(alice.heard()).containsExactly("still typing");
  }

  @Test
  void memberMakesAnotherRoomOfTheFormerName() {
    meet();
    rename("operations");

    Reply.Entered entered = (Reply.Entered) bob.does(new Command.Join("ops", null));

    assertThat(entered.room().name()).isEqualTo(OPS);
    assertThat(entered.others()).isEmpty();
    assertThat(bob.session.rooms()).containsExactly(RoomName.LOBBY, OPERATIONS, OPS);
    assertThat(bob.does(new Command.Say("ops", "new"))).isInstanceOf(Reply.PostedAt.class);
    assertThat(alice.heard()).isEmpty();
  }

  @Test
  void formerNameOfASecretRoomTellsNothing() {
    meet();
    alice.does(new Command.ChangeSetting("ops", "secret", "on"));
    rename("operations");
    Person carol = tester.person("carol");

    assertThat(carol.refused(new Command.Say("ops", "hi"))).isEqualTo(Refusal.NO_SUCH_ROOM);
    assertThat(carol.does(new Command.Join("ops", null))).isInstanceOf(Reply.Entered.class);
    assertThat(tester.operator.room("operations").members()).isEqualTo(2);
  }

  @Test
  void formerNameIsNotGivenToAnotherRoomButByAnOperator() {
    meet();
    rename("operations");
    bob.does(new Command.Join("bobs", null));
    tester.account("bob");

    assertThat(refusal(bob.does(new Command.RenameRoom("bobs", "ops", ""))))
        .isEqualTo(Refusal.ROOM_EXISTS);
    assertThat(tester.operator.create("ops", "", RoomSettings.PERSISTENT))
        .isInstanceOf(Outcome.Ok.class);
    assertThat(bob.does(new Command.Join("ops", null))).isInstanceOf(Reply.Entered.class);
  }

  @Test
  void peopleRenameARoomOnceInAWhileAndBack() {
    meet();
    rename("operations");
    tester.pass(Duration.ofMinutes(1).minusMillis(1));
    assertThat(refusal(rename("ops"))).isEqualTo(Refusal.TOO_MANY_RENAMES);
    assertThat(tester.operator.rename("operations", "works")).isInstanceOf(Outcome.Ok.class);

    tester.pass(Duration.ofMinutes(1));
    assertThat(alice.does(new Command.RenameRoom("works", "ops", "")))
        .isEqualTo(Reply.Done.INSTANCE);
    assertThat(tester.operator.room("ops").members()).isEqualTo(2);
  }

  @Test
  void eventThatWaitsForALineHasTheNewName() {
    meet();
    tester.log.hold();
    Reply said = tester.chat.handle(alice.session, new Command.Say("ops", "slow"));
    assertThat(said).isInstanceOf(Reply.Deferred.class);
    bob.does(new Command.Leave("ops", ""));
    rename("operations");
    tester.log.commit();

    assertThat(alice.seen())
        .extracting(event -> ((Event.InRoom) event).room())
        .containsExactly(OPS, OPERATIONS);
  }

  @Test
  void nameThatIsNotStoredIsNotShown() {
    meet();
    tester.log.failWith("The disk is full.");

    assertThat(refusal(rename("operations"))).isEqualTo(Refusal.LOG_UNAVAILABLE);
    tester.log.failWith(null);

    assertThat(bob.seen()).isEmpty();
    assertThat(bob.does(new Command.Join("operations", null))).isInstanceOf(Reply.Entered.class);
    assertThat(tester.operator.room("operations").members()).isEqualTo(1);
  }

  @Test
  void newNameIsRefusedWhileItIsStoredForARoomThatIsDeleted() {
    meet();
    Person carol = tester.person("carol");
    List<Refusal> refused = new ArrayList<>();
    tester.log.whileRenaming(() -> {
      tester.operator.delete("ops");
      refused.add(carol.refused(new Command.Join("operations", null)));
    });

    assertThat(refusal(rename("operations"))).isEqualTo(Refusal.NO_SUCH_ROOM);

    assertThat(refused).containsExactly(Refusal.LOG_UNAVAILABLE);
    assertThat(carol.does(new Command.Join("operations", null))).isInstanceOf(Reply.Entered.class);
  }

  @Test
  void whoComesBackIsInTheRoomByItsNewName() {
    meet();
    Session eve = tester.chat.connect(tester.transport.endpoint().resuming());
    String token = ((Reply.Arrived) tester.chat.handle(eve, new Command.Arrive("eve"))).token();
    tester.chat.handle(eve, new Command.Join("ops", null));
    eve.current("e-ops");
    tester.chat.disconnect(eve, Disconnect.of(Disconnect.Reason.CONNECTION_LOST));
    alice.does(new Command.Say("ops", "one"));
    rename("operations");
    alice.does(new Command.Say("operations", "two"));

    Session again = tester.chat.connect(tester.transport.endpoint().resuming());
    Reply.Resumed resumed =
        (Reply.Resumed) tester.begins(again, new Command.Resume(token)).finish();

    assertThat(resumed.current()).isEqualTo(OPERATIONS);
    assertThat(resumed.lost()).isEmpty();
    assertThat(resumed.missed()).isEqualTo(2);
    assertThat(again.rooms()).containsExactly(RoomName.LOBBY, OPERATIONS);
  }

  @Test
  void roomIsDeletedWithItsLastMemberByItsNewName() {
    meet();
    rename("operations");
    alice.does(new Command.Leave("operations", ""));
    bob.does(new Command.Leave("operations", ""));

    assertThat(tester.chat.roomCount()).isEqualTo(1);
    assertThat(tester.chat.moderation().roles("operations")).isNull();
    assertThat(tester.person("carol").does(new Command.Join("ops", null)))
        .isInstanceOf(Reply.Entered.class);
  }
}
