package dev.parley.chat.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.ChatTester;
import dev.parley.chat.ChatTester.Pending;
import dev.parley.chat.ChatTester.Person;
import dev.parley.chat.SideBySide;
import dev.parley.chat.account.Secret;
import dev.parley.chat.account.TokenScope;
import dev.parley.chat.account.Tokens;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.operator.AccountAdmin.AccountChange;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Tests changes of passwords: permissions, and the sessions that they end. */
class PasswordChangeTests {

  private static final Secret OLD = new Secret("correct horse");
  private static final Secret NEW = new Secret("battery staple");
  private static final AccountChange NEW_PASSWORD = new AccountChange(null, NEW, null, null, null);

  private final ChatTester tester = new ChatTester();

  PasswordChangeTests() {
    tester.account("bob");
  }

  private Person loggedIn() {
    Person person = tester.stranger();
    person.endpoint.resuming();
    assertThat(person.does(new Command.Login("bob", OLD))).isInstanceOf(Reply.LoggedIn.class);
    return person;
  }

  private static void assertEnded(Person person) {
    assertThat(person.endpoint.closed().reason()).isEqualTo(Disconnect.Reason.PASSWORD_CHANGED);
    assertThat(person.session.account()).isNull();
  }

  @Test
  void ownPasswordIsChangedByTheOldOne() {
    Person bob = loggedIn();
    Person other = loggedIn();
    Person bystander = tester.person("alice");

    assertThat(bob.does(new Command.ChangePassword(OLD, NEW)))
        .isEqualTo(new Reply.PasswordChanged(1));

    assertEnded(other);
    assertThat(bob.endpoint.closed()).isNull();
    assertThat(bob.session.account()).isNotNull();
    assertThat(bystander.endpoint.closed()).isNull();
    assertThat(tester.stranger().refused(new Command.Login("bob", OLD)))
        .isEqualTo(Refusal.WRONG_CREDENTIALS);
    assertThat(tester.stranger().does(new Command.Login("bob", NEW)))
        .isInstanceOf(Reply.LoggedIn.class);
    assertThat(tester.recorded()).contains("account.password bob");
    assertThat(tester.audit.changes().toString()).doesNotContain(OLD.text(), NEW.text());
    assertThat(tester.audit.changes().getLast().by().name()).isEqualTo("bob");
  }

  @Test
  void wrongOldPasswordIsAGuess() {
    Person bob = loggedIn();
    Person other = loggedIn();
    for (int n = 0; n < 4; n++) {
      assertThat(bob.refused(new Command.ChangePassword(new Secret("guess " + n), NEW)))
          .isEqualTo(Refusal.WRONG_CREDENTIALS);
    }

    assertThat(tester.registry.waits).isNotEmpty().isSorted();
    assertThat(other.endpoint.closed()).isNull();
    assertThat(tester.stranger().does(new Command.Login("bob", OLD)))
        .isInstanceOf(Reply.LoggedIn.class);
  }

  @Test
  void rulesOfPasswordsHold() {
    assertThat(loggedIn().refused(new Command.ChangePassword(OLD, new Secret("short"))))
        .isEqualTo(Refusal.UNFIT_PASSWORD);
  }

  @Test
  void whoIsNotLoggedInByAPasswordHasNoneToChange() {
    Person guest = tester.person("alice");
    Person program = tester.stranger();
    Tokens.Issued issued =
        ChatTester.value(
            tester.accountAdmin.issue("ci", Set.of(TokenScope.MESSAGES_WRITE), "bob", null));
    program.does(new Command.LoginByToken(issued.secret()));

    assertThat(guest.refused(new Command.ChangePassword(OLD, NEW))).isEqualTo(Refusal.NOT_ALLOWED);
    assertThat(program.refused(new Command.ChangePassword(OLD, NEW)))
        .isEqualTo(Refusal.NOT_ALLOWED);
    assertThat(tester.stranger().refused(new Command.ChangePassword(OLD, NEW)))
        .isEqualTo(Refusal.NOT_ARRIVED);
  }

  @Test
  void passwordThatAnOperatorSetsEndsAllSessionsButThoseOfTokens() {
    Person one = loggedIn();
    Person two = loggedIn();
    Person program = tester.stranger();
    Tokens.Issued issued =
        ChatTester.value(
            tester.accountAdmin.issue("ci", Set.of(TokenScope.MESSAGES_WRITE), "bob", null));
    program.does(new Command.LoginByToken(issued.secret()));

    tester.accountAdmin.change("bob", NEW_PASSWORD);

    assertEnded(one);
    assertEnded(two);
    assertThat(program.endpoint.closed()).isNull();
    assertThat(program.session.account().name()).isEqualTo(new Nick("bob"));
  }

  @Test
  void newPasswordAndNewNameAtOnceEndThemToo() {
    Person bob = loggedIn();

    tester.accountAdmin.change("bob", new AccountChange("robert", NEW, null, null, null));

    assertEnded(bob);
  }

  @Test
  void otherChangesEndNothing() {
    Person bob = loggedIn();

    tester.accountAdmin.change("bob", new AccountChange("robert", null, true, null, null));

    assertThat(bob.endpoint.closed()).isNull();
    assertThat(bob.session.account().admin()).isTrue();
  }

  @Test
  void droppedSessionCannotBeComeBackTo() {
    Person dropped = tester.stranger();
    dropped.endpoint.resuming();
    Reply.LoggedIn login = (Reply.LoggedIn) dropped.does(new Command.Login("bob", OLD));
    dropped.does(new Command.Join("ops", null));
    tester.chat.disconnect(dropped.session, Disconnect.of(Disconnect.Reason.CONNECTION_LOST));
    Person again = tester.stranger();
    Pending ready = again.begins(new Command.Resume(login.arrived().token()));

    tester.accountAdmin.change("bob", NEW_PASSWORD);

    assertThat(ready.refused()).isEqualTo(Refusal.UNKNOWN_TOKEN);
    assertThat(again.refused(new Command.Resume(login.arrived().token())))
        .isEqualTo(Refusal.UNKNOWN_TOKEN);
    assertThat(tester.chat.population()).isZero();
    assertThat(tester.operator.room("ops")).isNull();
  }

  @Test
  void tokenOfAnEndedSessionIsWorthNothing() {
    Person bob = tester.stranger();
    bob.endpoint.resuming();
    Reply.LoggedIn login = (Reply.LoggedIn) bob.does(new Command.Login("bob", OLD));
    tester.accountAdmin.change("bob", NEW_PASSWORD);
    tester.chat.disconnect(bob.session, bob.endpoint.closed());

    assertThat(tester.stranger().refused(new Command.Resume(login.arrived().token())))
        .isEqualTo(Refusal.UNKNOWN_TOKEN);
    assertThat(tester.chat.population()).isZero();
  }

  @Test
  void proofByTheOldPasswordIsOutOfDate() {
    Person slow = tester.stranger();
    Pending proof = slow.begins(new Command.Login("bob", OLD));
    tester.accountAdmin.change("bob", NEW_PASSWORD);

    assertThat(proof.refused()).isEqualTo(Refusal.WRONG_CREDENTIALS);
    assertThat(slow.session.account()).isNull();
  }

  @Test
  void loginAndNewPasswordSideBySideLeaveNobodyInByTheOldOne() {
    try (SideBySide together = new SideBySide()) {
      ChatTester busy = together.chat();
      for (int round = 0; round < SideBySide.ROUNDS; round++) {
        String name = "bob" + round;
        busy.account(name);
        Person person = busy.stranger();
        person.endpoint.resuming();

        together.run(
            () -> busy.accountAdmin.change(name, NEW_PASSWORD),
            () -> person.does(new Command.Login(name, OLD)));

        assertThat(person.session.account() == null || person.endpoint.closed() != null)
            .as("round %s", round)
            .isTrue();
      }
    }
  }

  @Test
  void onlyOneOfTwoWhoChangeThePasswordAtOnceDoes() {
    try (SideBySide together = new SideBySide()) {
      ChatTester busy = together.chat();
      for (int round = 0; round < SideBySide.ROUNDS; round++) {
        String name = "bob" + round;
        busy.account(name);
        Person one = busy.stranger();
        Person two = busy.stranger();
        one.does(new Command.Login(name, OLD));
        two.does(new Command.Login(name, OLD));
        CompletableFuture<Reply> first = new CompletableFuture<>();
        CompletableFuture<Reply> second = new CompletableFuture<>();

        together.run(
            () -> first.complete(one.does(new Command.ChangePassword(OLD, NEW))),
            () ->
                second.complete(
                    two.does(new Command.ChangePassword(OLD, new Secret("another one")))));

        assertThat(new Reply[] {first.join(), second.join()})
            .as("round %s", round)
            .filteredOn(reply -> reply instanceof Reply.PasswordChanged)
            .hasSize(1);
        assertThat(one.session.rooms()).contains(new RoomName("lobby"));
      }
    }
  }
}
