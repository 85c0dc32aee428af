package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.ChatTester.Person;
import dev.parley.chat.account.Account;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.name.Nick;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that messages and bans stay with the person when names change hands. */
class ParticipantTests {

  private final ChatTester tester = new ChatTester();
  private final Person alice = tester.person("alice");

  private void takesName(Person person, String name) {
    tester.pass(Duration.ofSeconds(1));
    assertThat(person.does(new Command.Rename(name))).isInstanceOf(Reply.Renamed.class);
    tester.pass(Duration.ofSeconds(1));
  }

  private static List<String> privately(Person person) {
    return person.seen().stream()
        .filter(Event.PrivateMessage.class::isInstance)
        .map(event -> ((Event.PrivateMessage) event).text())
        .toList();
  }

  private List<String> history(Person person) {
    return ((Reply.History) person.does(new Command.ShowRecent("lobby", 100)))
        .entries().stream().map(LogEntry::text).toList();
  }

  private static List<String> ignored(Reply reply) {
    return ((Reply.Ignoring) reply).nicks().stream().map(Nick::value).toList();
  }

  @Test
  void replyFollowsTheWriterToAnotherName() {
    Person bob = tester.person("bob");
    bob.does(new Command.Tell("alice", "psst"));
    takesName(bob, "bobby");
    Person other = tester.person("bob");

    Reply reply = alice.does(new Command.Answer("a secret"));
    assertThat(((Reply.PrivateMessageSent) reply).message().to()).isEqualTo(new Nick("bobby"));
    assertThat(privately(bob)).containsExactly("a secret");
    assertThat(privately(other)).isEmpty();
  }

  @Test
  void replyToOneWhoHasLeftIsRefusedThoughAnotherHasTheName() {
    Person bob = tester.person("bob");
    bob.does(new Command.Tell("alice", "psst"));
    tester.chat.disconnect(bob.session, Disconnect.of(Disconnect.Reason.QUIT));
    Person other = tester.person("bob");

    assertThat(alice.refused(new Command.Answer("a secret"))).isEqualTo(Refusal.NO_SUCH_NICK);
    assertThat(alice.told(new Command.Answer("a secret"))).startsWith("bob, who wrote to you, has");
    assertThat(privately(other)).isEmpty();
  }

  @Test
  void replyReachesTheWriterWhoHasResumed() {
    Person bob = resumable("bob");
    bob.does(new Command.Tell("alice", "psst"));
    Person again = resume(bob);
    alice.does(new Command.Answer("a secret"));
    assertThat(privately(again)).containsExactly("a secret");
  }

  @Test
  void replyToALostWriterWaitsForTheReturn() {
    Person bob = resumable("bob");
    bob.does(new Command.Tell("alice", "psst"));
    lose(bob);
    alice.does(new Command.Answer("a secret"));
    assertThat(privately(resumeLost(bob))).containsExactly("a secret");
  }

  @Test
  void replyGoesToWhoWroteLastNotToWhomOneWroteLast() {
    Person bob = tester.person("bob");
    Person carol = tester.person("carol");
    bob.does(new Command.Tell("alice", "psst"));
    alice.does(new Command.Tell("carol", "hi"));
    alice.does(new Command.Answer("for bob"));
    assertThat(privately(bob)).containsExactly("for bob");
    assertThat(privately(carol)).containsExactly("hi");
  }

  @Test
  void ignoringIsNotEscapedByAnotherNameNorHeldAgainstTheNextOfTheName() {
    Person pest = tester.person("pest");
    alice.does(new Command.Ignore("pest"));
    pest.says("one");
    takesName(pest, "pest-2");
    pest.says("two");
    pest.does(new Command.Emote("lobby", "waves"));
    pest.does(new Command.Tell("alice", "psst"));
    assertThat(alice.heard()).isEmpty();
    assertThat(privately(alice)).isEmpty();

    Person other = tester.person("pest");
    tester.pass(Duration.ofSeconds(1));
    other.says("I am somebody else");
    other.does(new Command.Tell("alice", "hi"));
    List<Event> seen = alice.seen();
    assertThat(seen).hasAtLeastOneElementOfType(Event.Posted.class);
    assertThat(seen).hasAtLeastOneElementOfType(Event.PrivateMessage.class);
    assertThat(history(alice)).containsExactly("I am somebody else");
    assertThat(history(other)).hasSize(4);
  }

  @Test
  void ignoringHoldsAfterThePersonHasResumed() {
    Person pest = resumable("pest");
    alice.does(new Command.Ignore("pest"));
    Person again = resume(pest);
    again.says("unheard");
    assertThat(alice.heard()).isEmpty();
    assertThat(history(alice)).isEmpty();
  }

  @Test
  void ignoringHoldsAfterTheOneWhoIgnoresHasResumed() {
    Person pest = tester.person("pest");
    Person ann = resumable("ann");
    ann.does(new Command.Ignore("pest"));
    Person again = resume(ann);
    takesName(pest, "other");
    pest.says("unheard");
    assertThat(again.heard()).isEmpty();
    assertThat(ignored(again.does(new Command.ListIgnored()))).containsExactly("other");
  }

  @Test
  void ignoringAnAccountHoldsForItsOtherSessions() {
    Person bob = tester.member("bob", false);
    alice.does(new Command.Ignore("bob"));
    Person second = tester.member("bobby", false);
    second.session.account(new Account(new Nick("bob"), false));
    second.says("from elsewhere");
    bob.says("unheard");
    assertThat(alice.heard()).isEmpty();
  }

  @Test
  void guestWhoIsIgnoredIsSoAfterLoggingIn() {
    Person pest = tester.person("pest");
    alice.does(new Command.Ignore("pest"));
    pest.session.account(new Account(new Nick("somebody"), false));
    pest.says("unheard");
    assertThat(alice.heard()).isEmpty();
  }

  @Test
  void accountThatIsNotHereCanBeIgnored() {
    tester.account("bob");
    alice.does(new Command.Ignore("bob"));
    tester.operator.post("lobby", "bob", "by the API");
    assertThat(alice.heard()).isEmpty();
    assertThat(history(alice)).isEmpty();
    tester.member("bob", false).says("unheard");
    assertThat(alice.heard()).isEmpty();
  }

  @Test
  void nameThatNobodyHasCannotBeIgnored() {
    assertThat(alice.refused(new Command.Ignore("nobody"))).isEqualTo(Refusal.NO_SUCH_NICK);
  }

  @Test
  void ownAccountCannotBeIgnored() {
    Person bob = tester.member("bob", false);
    Person second = tester.person("second");
    second.session.account(new Account(new Nick("bob"), false));
    assertThat(bob.refused(new Command.Ignore("second"))).isEqualTo(Refusal.INVALID_VALUE);
    assertThat(bob.refused(new Command.Ignore("bob"))).isEqualTo(Refusal.INVALID_VALUE);
  }

  @Test
  void ignoringEndsByTheNameOfNowOrTheOneOfThen() {
    Person pest = tester.person("pest");
    Person rude = tester.person("rude");
    alice.does(new Command.Ignore("pest"));
    alice.does(new Command.Ignore("rude"));
    takesName(pest, "pest-2");
    takesName(rude, "rude-2");
    assertThat(ignored(alice.does(new Command.Unignore("pest-2")))).containsExactly("rude-2");
    tester.person("rude");
    assertThat(ignored(alice.does(new Command.Unignore("rude")))).isEmpty();
    assertThat(alice.refused(new Command.Unignore("rude"))).isEqualTo(Refusal.NO_SUCH_NICK);
  }

  @Test
  void banOnAGuestHitsTheOneMeantThoughTheNameChangesHandsMeanwhile() {
    Person owner = tester.person("owner");
    Person pest = tester.person("pest");
    for (Person person : List.of(owner, pest, alice)) {
      person.does(new Command.Join("ops", null));
    }
    tester.block();
    Reply reply =
        tester.chat.handle(owner.session, new Command.BanTarget("ops", "pest", null, "spam"));
    takesName(pest, "pest-2");
    takesName(alice, "pest");
    tester.unblock();
    assertThat(((Reply.Deferred) reply).reply().join()).isInstanceOf(Reply.Imposed.class);

    assertThat(pest.seen()).hasAtLeastOneElementOfType(Event.Removed.class);
    assertThat(alice.seen()).doesNotHaveAnyElementsOfTypes(Event.Removed.class);
    assertThat(alice.session.rooms()).hasSize(2);
  }

  private Person resumable(String name) {
    Person person = tester.stranger();
    person.endpoint.resuming();
    person.does(new Command.Arrive(name));
    return person;
  }

  private void lose(Person person) {
    tester.chat.disconnect(person.session, Disconnect.of(Disconnect.Reason.CONNECTION_LOST));
  }

  private Person resume(Person person) {
    lose(person);
    return resumeLost(person);
  }

  private Person resumeLost(Person person) {
    Person again = tester.stranger();
    Reply resumed = again.does(new Command.Resume(person.session.resumeToken()));
    assertThat(resumed).isInstanceOf(Reply.Resumed.class);
    ((Reply.Resumed) resumed).replay().end(); // As a protocol does once everything is shown.
    return again;
  }
}
