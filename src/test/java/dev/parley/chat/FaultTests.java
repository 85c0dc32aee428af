package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.ChatTester.Person;
import dev.parley.chat.account.Secret;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.Outcome.Success;
import dev.parley.chat.api.RedactedThrowable;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.audit.Actor;
import dev.parley.chat.audit.Audit;
import dev.parley.chat.history.StoreUnavailableException;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.Lockdown;
import dev.parley.chat.name.Nick;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Tests that internal faults are refused politely and reported once. */
class FaultTests {

  private static final Actor ADMIN = Actor.admin("192.0.2.1");
  private static final Secret SECRET = new Secret("correct horse");

  private final ChatTester tester = new ChatTester();
  private final RuntimeException bug = new IllegalStateException("words of people");
  private final RuntimeException outage = new StoreUnavailableException("The disk is full.");

  @Test
  void faultInCheckingAPasswordIsReportedOnce() {
    tester.registry.accounts.failWith(bug);

    assertThat(tester.stranger().refused(new Command.Login("bob", SECRET)))
        .isEqualTo(Refusal.SERVER_FAULT);
    assertThat(tester.monitor.faults()).containsExactly(bug);
    assertThat(tester.person("bob").refused(new Command.Register(SECRET)))
        .isEqualTo(Refusal.SERVER_FAULT);
    assertThat(tester.monitor.faults()).containsExactly(bug);
  }

  @Test
  void faultInChangingTheRulesIsReportedOnce() {
    tester.moderationStore.failWith(bug);

    Outcome<Ban> banned =
        tester
            .chat
            .moderation()
            .impose(ADMIN, Ban.Kind.BAN, null, new Ban.OfNick(new Nick("bob")), null, "");
    Outcome<Success> defended =
        tester.chat.moderation().changeLockdown(ADMIN, Lockdown.Level.CLOSED, "");

    assertThat(List.of(banned, defended))
        .allSatisfy(outcome ->
            assertThat(outcome)
                .isInstanceOfSatisfying(
                    Outcome.Refused.class,
                    refused -> {
                      assertThat(refused.reply().refusal()).isEqualTo(Refusal.SERVER_FAULT);
                      assertThat(refused.reply().text()).doesNotContain("words");
                    }));
    assertThat(tester.monitor.faults()).containsExactly(bug, bug);
  }

  @Test
  void faultInReadingTheHistoryIsReportedOnce() {
    Person bob = tester.person("bob");
    tester.log.faultWith(bug);

    assertThat(bob.refused(new Command.ShowRecent("lobby", 10))).isEqualTo(Refusal.SERVER_FAULT);
    assertThat(bob.refused(new Command.Search("word"))).isEqualTo(Refusal.SERVER_FAULT);
    assertThat(tester.monitor.faults()).containsExactly(bug, bug);
  }

  @Test
  void faultInTheBackgroundIsReported() {
    Person alice = tester.person("alice");
    tester.account("alice2");
    tester.moderationStore.failWith(bug);
    alice.does(new Command.Login("alice2", SECRET));

    assertThat(alice.does(new Command.Join("ops", null))).isInstanceOf(Reply.Entered.class);
    assertThat(tester.monitor.faults()).containsExactly(bug);
  }

  @Test
  void faultOfOneTransportKeepsNothingFromTheOthers() {
    RecordingTransport broken = new RecordingTransport();
    tester.personOn(broken, "alice");
    Person bob = tester.person("bob");
    Person carol = tester.person("carol");
    carol.seen();
    broken.failWith(bug);

    assertThat(bob.does(new Command.Rename("bobby"))).isInstanceOf(Reply.Renamed.class);
    assertThat(tester.operator.announce("maintenance")).isEqualTo(Outcome.success());

    assertThat(carol.seen())
        .hasExactlyElementsOfTypes(Event.NickChanged.class, Event.Announced.class);
    assertThat(tester.audit.changes()).extracting(Audit.Change::action).contains("announce");
    assertThat(tester.monitor.faults()).containsExactly(bug, bug);
  }

  @Test
  void storeThatDoesNotWorkIsNoFault() {
    tester.registry.accounts.failWith(outage);
    tester.moderationStore.failWith(outage);
    tester.log.faultWith(outage);
    Person bob = tester.person("bob");

    assertThat(tester.stranger().refused(new Command.Login("bob", SECRET)))
        .isEqualTo(Refusal.LOG_UNAVAILABLE);
    assertThat(bob.refused(new Command.ShowRecent("lobby", 10))).isEqualTo(Refusal.LOG_UNAVAILABLE);
    assertThat(tester.chat.moderation().changeLockdown(ADMIN, Lockdown.Level.CLOSED, ""))
        .isEqualTo(Outcome.refused(Refusal.LOG_UNAVAILABLE, "The disk is full."));
    assertThat(tester.monitor.faults()).isEmpty();
  }

  @Test
  void circleOfCausesIsCopiedOnce() {
    Exception cause = new IllegalArgumentException();
    Exception thrown = new IllegalStateException(cause);
    cause.initCause(thrown);

    RedactedThrowable fault =
        RedactedThrowable.of(thrown, failure -> failure.getClass().getSimpleName());

    assertThat(fault).hasMessage("IllegalStateException");
    assertThat(fault.getCause()).hasMessage("IllegalArgumentException").hasNoCause();
  }

  @Test
  void logHasTheStackAndNoWords() {
    Exception cause = new IllegalArgumentException("secret\ncause");
    Exception thrown = new IllegalStateException("secret\nwords", cause);
    StringWriter text = new StringWriter();

    RedactedThrowable.of(thrown).printStackTrace(new PrintWriter(text, true));

    assertThat(text.toString())
        .contains("java.lang.IllegalStateException\n\tat " + FaultTests.class.getName())
        .contains(
            "Caused by: "
                + RedactedThrowable.class.getName()
                + ": java.lang.IllegalArgumentException")
        .doesNotContain("secret");
  }
}
