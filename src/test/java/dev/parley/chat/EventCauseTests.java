package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.parley.chat.ChatTester.Person;
import dev.parley.chat.account.Secret;
import dev.parley.chat.api.Cause;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Reply;
import dev.parley.chat.audit.Actor;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.operator.AccountAdmin.AccountChange;
import java.util.List;
import org.assertj.core.api.AbstractListAssert;
import org.assertj.core.api.ObjectAssert;
import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.Test;

/** Tests the offset that an asker learns, and the cause and the session of each event. */
class EventCauseTests {

  private static final Actor ADMIN = Actor.admin("192.0.2.9");

  private final ChatTester tester = new ChatTester();
  private final Person alice = tester.person("alice");
  private final Person bob = tester.person("bob");

  private static AbstractListAssert<?, List<? extends Tuple>, Tuple, ObjectAssert<Tuple>>
      assertEvents(List<Event> seen) {
    return assertThat(seen)
        .extracting(event -> event.getClass().getSimpleName(), Event::cause, Event::subject);
  }

  private static Reply.PostedAt posted(Reply reply) {
    return (Reply.PostedAt) reply;
  }

  @Test
  void askerLearnsTheOffsetOfALine() {
    assertThat(posted(alice.does(new Command.Say("lobby", "one"))).entry().offset()).isEqualTo(1);
    assertThat(posted(alice.does(new Command.Emote("lobby", "waves"))).entry().offset())
        .isEqualTo(2);
    Reply.PostedAt topic = posted(alice.does(new Command.SetTopic("lobby", "Tea")));
    assertThat(topic.entry().offset()).isEqualTo(3);
    assertThat(topic.room()).isEqualTo(RoomName.LOBBY);
    assertThat(topic.epoch()).isEqualTo("e");
  }

  @Test
  void askerLearnsTheOffsetOnceTheLineIsStored() {
    tester.log.hold();
    Reply reply = tester.chat.handle(alice.session, new Command.Say("lobby", "one"));
    tester.log.commit();
    assertThat(((Reply.Deferred) reply).reply())
        .isCompletedWithValueMatching(done -> posted(done).entry().offset() == 1);
  }

  @Test
  void lineKnowsWhetherAPersonOrTheApiPostedIt() {
    bob.seen();
    alice.says("one");
    tester.operator.post("lobby", "ci", "two");
    assertEvents(bob.seen())
        .containsExactly(
            tuple("Posted", Cause.COMMAND, alice.session), tuple("Posted", Cause.API, null));
  }

  @Test
  void commandsAreTheCauseOfWhatPeopleDo() {
    bob.does(new Command.Join("ops", null));
    bob.seen();
    alice.does(new Command.Join("ops", null));
    alice.does(new Command.Rename("alicia"));
    alice.does(new Command.Tell("bob", "hi"));
    alice.does(new Command.Leave("ops"));
    assertEvents(bob.seen())
        .containsExactly(
            tuple("MemberJoined", Cause.COMMAND, alice.session),
            tuple("NickChanged", Cause.COMMAND, alice.session),
            tuple("PrivateMessage", Cause.COMMAND, alice.session),
            tuple("MemberLeft", Cause.COMMAND, alice.session));
  }

  @Test
  void departureKnowsWhetherThePersonLeftOrTheConnectionWasLost() {
    Person carol = tester.person("carol");
    bob.seen();
    tester.chat.disconnect(alice.session, Disconnect.of(Disconnect.Reason.QUIT));
    tester.chat.disconnect(carol.session, Disconnect.of(Disconnect.Reason.CONNECTION_LOST));
    assertEvents(bob.seen())
        .containsExactly(
            tuple("MemberLeft", Cause.COMMAND, alice.session),
            tuple("MemberLeft", Cause.SERVER, carol.session));
  }

  @Test
  void removalKnowsWhetherAModeratorOrTheApiDidIt() {
    alice.does(new Command.Join("ops", null));
    bob.does(new Command.Join("ops", null));
    bob.seen();
    alice.does(new Command.Kick("ops", "bob", ""));
    assertEvents(bob.seen()).containsExactly(tuple("Removed", Cause.COMMAND, bob.session));
    assertEvents(alice.seen()).contains(tuple("MemberLeft", Cause.COMMAND, bob.session));
    bob.does(new Command.Join("ops", null));
    bob.seen();
    tester.operator.remove("ops", "bob", "");
    assertEvents(bob.seen()).containsExactly(tuple("Removed", Cause.API, bob.session));
  }

  @Test
  void redactionAndSettingsKnowWhetherAModeratorOrTheApiDidIt() {
    alice.does(new Command.Join("ops", null));
    alice.does(new Command.Say("ops", "one"));
    bob.does(new Command.Join("ops", null));
    bob.seen();
    alice.does(new Command.Redact("ops", 1, ""));
    alice.does(new Command.ChangeSetting("ops", "moderated", "on"));
    assertEvents(bob.seen())
        .containsExactly(
            tuple("LineRedacted", Cause.COMMAND, null),
            tuple("SettingsChanged", Cause.COMMAND, null));
    tester.operator.redact("ops", 1);
    tester.operator.change("ops", "admin", null, RoomSettings.AD_HOC);
    assertEvents(bob.seen())
        .containsExactly(
            tuple("LineRedacted", Cause.API, null), tuple("SettingsChanged", Cause.API, null));
  }

  @Test
  void expulsionKnowsItsCause() {
    bob.seen();
    tester.operator.kick(alice.session.id(), "spam");
    tester.chat.disconnect(alice.session, new Disconnect(Disconnect.Reason.KICKED, "spam"));
    assertEvents(bob.seen()).contains(tuple("MemberLeft", Cause.API, alice.session));
  }

  @Test
  void muteAndInvitationKnowWhomTheyConcern() {
    alice.does(new Command.Join("ops", null));
    alice.does(new Command.Invite("ops", "bob"));
    assertEvents(bob.seen()).contains(tuple("Invited", Cause.COMMAND, bob.session));
    bob.does(new Command.Join("ops", null));
    bob.seen();
    alice.does(new Command.Mute("ops", "bob", null));
    assertEvents(bob.seen()).containsExactly(tuple("Muted", Cause.COMMAND, bob.session));
    tester
        .chat
        .moderation()
        .impose(ADMIN, Ban.Kind.MUTE, "lobby", new Ban.OfNick(new Nick("alice")), null, "noise");
    assertEvents(bob.seen()).containsExactly(tuple("Muted", Cause.API, alice.session));
  }

  @Test
  void apiIsTheCauseOfWhatOperatorsDo() {
    tester.operator.create("ops", "", RoomSettings.PERSISTENT);
    Person carol = tester.person("carol");
    carol.does(new Command.Join("ops", null));
    carol.does(new Command.Leave("lobby"));
    bob.seen();
    carol.seen();
    tester.operator.delete("ops");
    assertEvents(carol.seen()).containsExactly(tuple("RoomDeleted", Cause.API, null));
    tester.operator.announce("maintenance");
    tester.operator.notice(bob.session.id(), "careful");
    assertEvents(bob.seen())
        .containsExactly(
            tuple("MemberJoined", Cause.API, carol.session),
            tuple("Announced", Cause.API, null),
            tuple("Noticed", Cause.API, bob.session));
  }

  @Test
  void renameOfAnAccountIsCausedByTheApi() {
    tester.accountAdmin.create("dora", new Secret("correct horse"), false);
    Person dora = tester.stranger();
    dora.does(new Command.Login("dora", new Secret("correct horse")));
    bob.seen();
    tester.accountAdmin.change("dora", new AccountChange("dorothy", null, null, null, null));
    assertEvents(bob.seen()).contains(tuple("NickChanged", Cause.API, dora.session));
  }
}
