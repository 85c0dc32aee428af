package dev.parley.chat.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.ChatTester;
import dev.parley.chat.account.AccountSettings;
import dev.parley.chat.account.AccountSettings.Registration;
import dev.parley.chat.account.AccountSettings.Reservation;
import dev.parley.chat.account.AlwaysOnSettings;
import dev.parley.chat.account.Secret;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.name.Nick;
import dev.parley.chat.session.Session;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Tests how long sessions stay without a connection. */
class AlwaysOnHoldTests {

  private static final Nick ALICE = new Nick("alice");
  private static final Duration HOLD = Duration.ofDays(30);

  private static ChatTester tester(Duration hold) {
    return new ChatTester(
        ChatTester.limits(0, 0),
        new AccountSettings(
            Registration.OPEN, Reservation.STRICT, 8, 10, new AlwaysOnSettings(true, 0, hold)));
  }

  /** Has alice, who is always on, come and go; returns her. */
  private static ChatTester.Person leave(ChatTester tester) {
    tester.account("alice");
    ChatTester.Person alice = tester.stranger();
    var _ = alice.endpoint.resuming();
    alice.does(new Command.Login("alice", new Secret("correct horse")));
    alice.does(new Command.StayAlwaysOn(true));
    tester.chat.disconnect(alice.session, Disconnect.of(Disconnect.Reason.QUIT));
    return alice;
  }

  private static void check(ChatTester tester) {
    List<Runnable> due = List.copyOf(tester.alarms);
    tester.alarms.clear();
    due.forEach(Runnable::run);
  }

  @Test
  void whoIsAwayForTooLongLeaves() {
    ChatTester tester = tester(HOLD);
    leave(tester);
    assertThat(tester.chat.holder(ALICE)).isNotNull().matches(Session::isAbsent);

    tester.pass(HOLD);
    check(tester);
    assertThat(tester.chat.holder(ALICE)).isNotNull();

    tester.pass(Duration.ofMillis(1));
    check(tester);
    assertThat(tester.chat.holder(ALICE)).isNull();
    check(tester);
    assertThat(tester.alarms).isEmpty();
  }

  @Test
  void tokenIsForgottenBeforeTheSession() {
    ChatTester tester = tester(HOLD);
    String token = Objects.requireNonNull(leave(tester).session.resumeToken());
    check(tester);
    assertThat(tester.stranger().refused(new Command.Resume(token)))
        .isEqualTo(Refusal.UNKNOWN_TOKEN);
    assertThat(tester.stranger().does(new Command.Login("alice", new Secret("correct horse"))))
        .isInstanceOf(Reply.Resumed.class);
  }

  @Test
  void withoutALimitOneStaysForEver() {
    ChatTester tester = tester(Duration.ZERO);
    leave(tester);
    tester.pass(HOLD.multipliedBy(1000));
    check(tester);
    assertThat(tester.chat.holder(ALICE)).isNotNull();
  }

  @Test
  void timeCountsAnewFromTheLastConnection() {
    ChatTester tester = tester(HOLD);
    leave(tester);
    tester.pass(HOLD);
    ChatTester.Person alice = tester.stranger();
    assertThat(alice.does(new Command.Login("alice", new Secret("correct horse"))))
        .isInstanceOf(Reply.Resumed.class);
    tester.chat.disconnect(alice.session, Disconnect.of(Disconnect.Reason.CONNECTION_LOST));
    tester.pass(HOLD);
    check(tester);
    assertThat(tester.chat.holder(ALICE)).isNotNull();
  }
}
