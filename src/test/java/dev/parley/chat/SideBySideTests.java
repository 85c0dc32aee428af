package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.ChatTester.Pending;
import dev.parley.chat.ChatTester.Person;
import dev.parley.chat.account.Secret;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.MemberInfo;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.Reply;
import dev.parley.chat.audit.Actor;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.Ban.Kind;
import dev.parley.chat.moderation.Lockdown;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * Tests simultaneous acts of people and operators, with the executors that the real server has.
 * Each test sets some acts against each other, again and again, and says what has to be true
 * whichever comes first.
 */
class SideBySideTests {

  private static final Actor ADMIN = Actor.admin("198.51.100.1");
  private static final Secret SECRET = new Secret("correct horse");

  private final SideBySide together = new SideBySide();

  @AfterEach
  void stop() {
    together.close();
  }

  private static Outcome<Ban> impose(
      ChatTester tester, @Nullable String room, Ban.Target target, @Nullable Instant until) {
    return tester.chat.moderation().impose(ADMIN, Kind.BAN, room, target, until, "spam");
  }

  private static Ban.Target name(String name) {
    return new Ban.OfNick(new Nick(name));
  }

  /** Returns whether a session is in, and its connection is not being ended either. */
  private static boolean isIn(Person person) {
    return person.session.nick() != null && person.endpoint.closed() == null;
  }

  @Test
  void bannedNameIsOutWhicheverComesFirst() {
    ChatTester tester = together.chat();
    for (int round = 0; round < SideBySide.ROUNDS; round++) {
      String bob = "bob" + round;
      Person person = tester.stranger();

      together.run(
          () -> impose(tester, null, name(bob), null), () -> person.does(new Command.Arrive(bob)));

      assertThat(isIn(person)).as("round %s", round).isFalse();
    }
  }

  @Test
  void bannedAccountIsOutWhicheverComesFirst() {
    ChatTester tester = together.chat();
    for (int round = 0; round < SideBySide.ROUNDS; round++) {
      String bob = "bob" + round;
      tester.account(bob);
      Person person = tester.stranger();

      together.run(
          () -> impose(tester, null, new Ban.OfAccount(new Nick(bob)), null),
          () -> person.does(new Command.Login(bob, SECRET)));

      assertThat(isIn(person)).as("round %s", round).isFalse();
    }
  }

  @Test
  void bannedNameIsNobodysAfterRenaming() {
    ChatTester tester = together.chat();
    for (int round = 0; round < SideBySide.ROUNDS; round++) {
      String bob = "bob" + round;
      Person person = tester.person("alice" + round);

      together.run(
          () -> impose(tester, null, name(bob), null), () -> person.does(new Command.Rename(bob)));

      assertThat(isIn(person) && new Nick(bob).equals(person.session.nick()))
          .as("round %s", round)
          .isFalse();
    }
  }

  @Test
  void whoIsBannedFromARoomIsNotInItWhicheverComesFirst() {
    ChatTester tester = together.chat();
    tester.person("carol").does(new Command.Join("ops", null));
    for (int round = 0; round < SideBySide.ROUNDS; round++) {
      String bob = "bob" + round;
      Person person = tester.person(bob);

      together.run(
          () -> impose(tester, "ops", name(bob), null),
          () -> person.does(new Command.Join("ops", null)));

      assertThat(person.session.rooms())
          .as("round %s", round)
          .containsExactly(new RoomName("lobby"));
    }
  }

  @Test
  void whoIsBannedDoesNotComeBackWhicheverComesFirst() {
    ChatTester tester = together.chat();
    for (int round = 0; round < SideBySide.ROUNDS; round++) {
      String bob = "bob" + round;
      Person dropped = tester.stranger();
      dropped.endpoint.resuming();
      String token = ((Reply.Arrived) dropped.does(new Command.Arrive(bob))).token();
      tester.chat.disconnect(dropped.session, Disconnect.of(Disconnect.Reason.CONNECTION_LOST));
      Person again = tester.stranger();
      Pending ready = again.begins(new Command.Resume(token));

      together.run(() -> impose(tester, null, name(bob), null), () -> ready.finish());

      assertThat(isIn(again)).as("round %s", round).isFalse();
    }
  }

  @Test
  void noGuestIsInOnceTheDoorsAreClosed() {
    ChatTester tester = together.chat();
    for (int round = 0; round < SideBySide.ROUNDS; round++) {
      Person guest = tester.stranger();

      together.run(
          () -> tester.chat.moderation().changeLockdown(ADMIN, Lockdown.Level.REGISTERED_ONLY, ""),
          () -> guest.does(new Command.Arrive("")));

      assertThat(isIn(guest)).as("round %s", round).isFalse();
      tester.chat.moderation().changeLockdown(ADMIN, Lockdown.Level.OPEN, "");
    }
  }

  @Test
  void expiredBansLeaveRoomForOthersAtOnce() {
    int most = 50;
    ChatTester tester = together.chat(new SetLimits().bans(most).limits());
    tester.person("carol").does(new Command.Join("ops", null));
    for (int round = 0; round < 20; round++) {
      Instant soon = tester.clock.instant().plusSeconds(1);
      for (int n = 0; n < most; n++) {
        assertThat(impose(tester, "ops", name("bob" + n), soon))
            .as("ban %s of round %s", n, round)
            .isInstanceOf(Outcome.Ok.class);
      }
      assertThat(impose(tester, "ops", name("bob" + most), soon))
          .isInstanceOf(Outcome.Refused.class);
      tester.pass(Duration.ofSeconds(2));
    }
  }

  @Test
  void noMoreBansAreInForceThanARoomMayHave() {
    int most = 5;
    ChatTester tester = together.chat(new SetLimits().bans(most).limits());
    tester.person("carol").does(new Command.Join("ops", null));
    for (int round = 0; round < 20; round++) {
      SideBySide.Act[] acts =
          Stream.iterate(0, n -> n < 2 * most, n -> n + 1)
              .map(n -> (SideBySide.Act) () -> impose(tester, "ops", name("bob" + n), null))
              .toArray(SideBySide.Act[]::new);

      together.run(acts);

      assertThat(tester.chat.moderation().bans()).hasSize(most);
      tester
          .chat
          .moderation()
          .bans()
          .forEach(ban -> tester.chat.moderation().lift(ADMIN, ban.id(), ""));
    }
  }

  @Test
  void ruleOfARoomThatIsDeletedDoesNotHoldForTheNextOfItsName() {
    ChatTester tester = together.chat();
    for (int round = 0; round < SideBySide.ROUNDS; round++) {
      String room = "room" + round;
      tester.person("owner" + round).does(new Command.Join(room, null));

      together.run(
          () -> impose(tester, room, name("bob"), null), () -> tester.operator.delete(room));

      Person bob = tester.stranger();
      bob.does(new Command.Arrive("bob"));
      assertThat(bob.does(new Command.Join(room, null)))
          .as("round %s", round)
          .isInstanceOf(Reply.Entered.class);
      tester.chat.disconnect(bob.session, Disconnect.of(Disconnect.Reason.QUIT));
    }
  }

  @Test
  void nameBelongsToOneOfManyWhoTakeIt() {
    ChatTester tester = together.chat();
    List<Person> people = new ArrayList<>();
    for (int n = 0; n < 8; n++) {
      people.add(tester.person("person" + n));
    }
    for (int round = 0; round < SideBySide.ROUNDS; round++) {
      String wanted = "name" + round;
      together.run(
          people.stream()
              .map(person -> (SideBySide.Act) () -> person.does(new Command.Rename(wanted)))
              .toArray(SideBySide.Act[]::new));

      assertThat(people)
          .filteredOn(person -> new Nick(wanted).equals(person.session.nick()))
          .as("round %s", round)
          .hasSize(1);
      assertThat(tester.chat.population()).isEqualTo(people.size());
    }
  }

  @Test
  void manyOfOneNameComeInUnderDifferentNames() {
    ChatTester tester = together.chat();
    List<Person> people = Stream.generate(tester::stranger).limit(64).toList();

    together.run(
        people.stream()
            .map(person -> (SideBySide.Act) () -> person.does(new Command.Arrive("bob")))
            .toArray(SideBySide.Act[]::new));

    assertThat(people).extracting(person -> person.session.nick()).doesNotHaveDuplicates();
    assertThat(tester.chat.population()).isEqualTo(64);
  }

  @Test
  void memberAndRoomKnowOfEachOtherWhileRoomsComeAndGo() {
    ChatTester tester = together.chat();
    List<Person> people = new ArrayList<>();
    for (int n = 0; n < 4; n++) {
      people.add(tester.person("person" + n));
    }
    for (int round = 0; round < SideBySide.ROUNDS; round++) {
      List<SideBySide.Act> acts = new ArrayList<>();
      acts.add(() -> tester.operator.delete("ops"));
      for (Person person : people) {
        acts.add(() -> {
          person.does(new Command.Join("ops", null));
          person.does(new Command.Leave("ops"));
          person.does(new Command.Join("ops", null));
        });
      }

      together.run(acts.toArray(SideBySide.Act[]::new));

      for (Person person : people) {
        assertThat(person.session.rooms())
            .as("round %s", round)
            .allSatisfy(room -> {
              String name = room.value();
              assertThat(tester.operator.room(name).position().epoch())
                  .isEqualTo(person.session.epochOf(room));
              assertThat(ChatTester.value(tester.operator.members(name)))
                  .extracting(MemberInfo::id)
                  .contains(person.session.id());
            });
      }
    }
  }
}
