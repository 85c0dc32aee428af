package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.ChatTester.Pending;
import dev.parley.chat.ChatTester.Person;
import dev.parley.chat.account.Secret;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.audit.Actor;
import dev.parley.chat.moderation.AddressRange;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.Ban.Kind;
import dev.parley.chat.moderation.Lockdown;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.operator.Moderation;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Tests rules that are imposed while somebody arrives: after the check, and before the session can
 * be seen.
 */
class LateRuleTests {

  private static final Actor ADMIN = Actor.admin("198.51.100.1");
  private static final Secret SECRET = new Secret("correct horse");

  private final ChatTester tester = new ChatTester();
  private final Moderation moderation = tester.chat.moderation();

  private void ban(@Nullable String room, Ban.Target target) {
    assertThat(moderation.impose(ADMIN, Kind.BAN, room, target, null, "spam"))
        .isInstanceOf(Outcome.Ok.class);
  }

  private void defend(Lockdown.Level level) {
    assertThat(moderation.changeLockdown(ADMIN, level, "storm")).isEqualTo(Outcome.success());
  }

  /** Imposes an expired ban on everyone's address: it is checked last of all bans, by the clock. */
  LateRuleTests() {
    moderation.impose(
        ADMIN,
        Kind.BAN,
        null,
        new Ban.OfAddress(AddressRange.parse("192.0.2.0/24")),
        tester.clock.instant().plusSeconds(1),
        "");
    tester.pass(Duration.ofSeconds(2));
  }

  /** Runs a task once the bans on names and accounts have been looked up the next time. */
  private void meanwhile(Runnable task) {
    tester.clock.whenRead(task);
  }

  private static Ban.Target name(String name) {
    return new Ban.OfNick(new Nick(name));
  }

  private static Ban.Target account(String name) {
    return new Ban.OfAccount(new Nick(name));
  }

  private void assertOutside(Person person) {
    assertThat(person.session.nick()).isNull();
    assertThat(person.session.rooms()).isEmpty();
    assertThat(tester.chat.population()).isZero();
  }

  /** Asserts that the session has seen the ban, or the ban the session. */
  private static void assertKeptOut(Person person, Reply reply) {
    Disconnect closed = person.endpoint.closed();
    assertThat(
            reply instanceof Reply.Refused
                || (closed != null && closed.reason() == Disconnect.Reason.BANNED))
        .as("%s, closed: %s", reply, closed)
        .isTrue();
  }

  @Test
  void nameThatIsBannedMeanwhileDoesNotComeIn() {
    Person bob = tester.stranger();
    meanwhile(() -> ban(null, name("bob")));

    assertThat(bob.refused(new Command.Arrive("bob"))).isEqualTo(Refusal.BANNED);
    assertOutside(bob);
    assertThat(bob.does(new Command.Arrive("carol"))).isInstanceOf(Reply.Arrived.class);
  }

  @Test
  void variantThatIsBannedDoesNotComeIn() {
    tester.person("bob");
    ban(null, name("bob_2"));

    assertThat(tester.stranger().refused(new Command.Arrive("bob"))).isEqualTo(Refusal.BANNED);
    assertThat(tester.chat.population()).isOne();
  }

  @Test
  void guestDoesNotComeInWhereTheDoorsCloseMeanwhile() {
    for (Lockdown.Level level :
        new Lockdown.Level[] {
          Lockdown.Level.NO_NEW_GUESTS, Lockdown.Level.REGISTERED_ONLY, Lockdown.Level.CLOSED
        }) {
      Person guest = tester.stranger();
      meanwhile(() -> defend(level));

      assertThat(guest.refused(new Command.Arrive(""))).isEqualTo(Refusal.NOT_LET_IN);
      assertOutside(guest);
      defend(Lockdown.Level.OPEN);
    }
  }

  @Test
  void accountThatIsBannedMeanwhileIsNotLoggedInTo() {
    tester.account("bob");
    Person bob = tester.stranger();
    meanwhile(() -> ban(null, account("bob")));

    assertKeptOut(bob, bob.does(new Command.Login("bob", SECRET)));
    assertThat(tester.chat.population()).isZero();
  }

  @Test
  void whoIsHereIsNotLoggedInToAnAccountThatIsBannedMeanwhile() {
    tester.account("alice");
    tester.account("bob");
    Person alice = tester.stranger();
    alice.does(new Command.Login("alice", SECRET));
    meanwhile(() -> ban(null, account("bob")));

    assertKeptOut(alice, alice.does(new Command.Login("bob", SECRET)));
  }

  @Test
  void nameThatIsBannedMeanwhileIsNotTaken() {
    Person alice = tester.person("alice");
    meanwhile(() -> ban(null, name("bob")));

    assertThat(alice.refused(new Command.Rename("bob"))).isEqualTo(Refusal.BANNED);
    assertThat(alice.session.nick()).isEqualTo(new Nick("alice"));
    assertThat(alice.endpoint.closed()).isNull();
    assertThat(tester.chat.population()).isOne();
  }

  @Test
  void nameThatIsBannedFromARoomIsNotTakenInIt() {
    tester.person("carol").does(new Command.Join("ops", null));
    Person alice = tester.person("alice");
    alice.does(new Command.Join("ops", null));
    ban("ops", name("bob"));

    assertThat(alice.refused(new Command.Rename("bob"))).isEqualTo(Refusal.BANNED);
    alice.does(new Command.Leave("ops"));
    assertThat(alice.does(new Command.Rename("bob"))).isInstanceOf(Reply.Renamed.class);
    assertThat(alice.refused(new Command.Join("ops", null))).isEqualTo(Refusal.BANNED);
  }

  private String dropped(Person person, String name) {
    person.endpoint.resuming();
    String token = ((Reply.Arrived) person.does(new Command.Arrive(name))).token();
    person.does(new Command.Join("ops", null));
    tester.chat.disconnect(person.session, Disconnect.of(Disconnect.Reason.CONNECTION_LOST));
    return token;
  }

  private Pending prepared(Person again, String token) {
    return again.begins(new Command.Resume(token));
  }

  @Test
  void sessionThatIsBannedMeanwhileDoesNotComeBack() {
    String token = dropped(tester.stranger(), "bob");
    Person again = tester.stranger();
    Pending comeback = prepared(again, token);
    meanwhile(() -> ban(null, name("bob")));

    assertThat(comeback.finish()).isInstanceOf(Reply.Refused.class);
    assertThat(again.session.rooms()).isEmpty();
  }

  @Test
  void guestDoesNotComeBackWhereTheDoorsCloseMeanwhile() {
    String token = dropped(tester.stranger(), "bob");
    Person again = tester.stranger();
    Pending comeback = prepared(again, token);
    // The emergency level is looked at first: the doors close once it was.
    meanwhile(() -> defend(Lockdown.Level.REGISTERED_ONLY));

    assertThat(comeback.finish()).isInstanceOf(Reply.Refused.class);
  }

  @Test
  void sessionThatComesBackStaysUnderNewBanOnlyIfTheBanPermitsIt() {
    Person carol = tester.person("carol");
    carol.does(new Command.Join("ops", null));
    String token = dropped(tester.stranger(), "bob");
    carol.does(new Command.AddToList("ops", Kind.BAN, "bob"));
    Person again = tester.stranger();
    prepared(again, token).finish();
    assertThat(again.session.rooms()).contains(new RoomName("ops"));
    assertThat(again.refused(new Command.Say("ops", "hi"))).isEqualTo(Refusal.BANNED);
  }

  @Test
  void sessionThatIsBannedFromARoomMeanwhileIsNotBackInIt() {
    tester.person("carol").does(new Command.Join("ops", null));
    String token = dropped(tester.stranger(), "bob");
    Person again = tester.stranger();
    Pending comeback = prepared(again, token);
    meanwhile(() -> ban("ops", name("bob")));

    comeback.finish();

    assertThat(again.session.rooms()).doesNotContain(new RoomName("ops"));
  }
}
