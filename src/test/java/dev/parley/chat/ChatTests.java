package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.ChatTester.Person;
import dev.parley.chat.api.Cause;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Event.Departure;
import dev.parley.chat.api.Event.MemberJoined;
import dev.parley.chat.api.Event.MemberLeft;
import dev.parley.chat.api.MemberInfo;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ChatTests {

  private final ChatTester tester = new ChatTester();

  @Test
  void newcomerIsInTheLobbyAndTheOthersAreTold() {
    Person alice = tester.person("alice");
    Person bob = tester.stranger();

    Reply reply = bob.does(new Command.Arrive("bob"));

    assertThat(reply).isInstanceOf(Reply.Arrived.class);
    Reply.Arrived arrived = (Reply.Arrived) reply;
    assertThat(arrived.lobby().others()).containsExactly(new Nick("alice"));
    assertThat(arrived.lobby().room().members()).isEqualTo(2);
    assertThat(alice.seen())
        .containsExactly(
            new MemberJoined(
                RoomName.LOBBY, "e", new Nick("bob"), 2, bob.session, false, Cause.COMMAND));
    assertThat(bob.seen()).isEmpty();
  }

  @Test
  void takenNameIsAlteredWhateverItsCase() {
    tester.person("bob");
    assertThat(((Reply.Arrived) tester.stranger().does(new Command.Arrive("BOB"))).nick())
        .hasToString("BOB_2");
    assertThat(((Reply.Arrived) tester.stranger().does(new Command.Arrive("bob"))).nick())
        .hasToString("bob_3");
  }

  @Test
  void alteredNameIsNoLongerThanANameMayBe() {
    String longest = "x".repeat(Nick.MAX_LENGTH);
    tester.person(longest);
    Reply.Arrived second = (Reply.Arrived) tester.stranger().does(new Command.Arrive(longest));
    assertThat(second.nick().value()).hasSize(Nick.MAX_LENGTH).endsWith("_2");
  }

  @Test
  void emptyNameMakesGuests() {
    Reply.Arrived first = (Reply.Arrived) tester.stranger().does(new Command.Arrive(""));
    Reply.Arrived second = (Reply.Arrived) tester.stranger().does(new Command.Arrive(""));
    assertThat(List.of(first.nick().value(), second.nick().value()))
        .containsExactly("guest-1", "guest-2");
  }

  @Test
  void whoMakesARoomOwnsItThoughTheNewsOfItComesFirst() {
    tester.log.tellNewsFirst();
    Person alice = tester.person("alice");
    alice.does(new Command.Join("ops", null));
    Reply.MemberList members = (Reply.MemberList) alice.does(new Command.ListMembers("ops"));
    assertThat(members.members())
        .singleElement()
        .extracting(MemberInfo::role)
        .isEqualTo(Role.OWNER);
  }

  @Test
  void malformedNameIsRefused() {
    assertThat(tester.stranger().refused(new Command.Arrive("no spaces")))
        .isEqualTo(Refusal.MALFORMED_NAME);
  }

  @Test
  void nothingCanBeDoneWithoutAName() {
    assertThat(tester.stranger().refused(new Command.Say("lobby", "hi")))
        .isEqualTo(Refusal.NOT_ARRIVED);
  }

  @Test
  void messageReachesAllOthersInOneCallAndNotItsSender() {
    Person alice = tester.person("alice");
    Person bob = tester.person("bob");
    Person carol = tester.person("carol");
    int calls = tester.transport.calls();

    alice.says("hello");

    assertThat(bob.heard()).containsExactly("hello");
    assertThat(carol.heard()).containsExactly("hello");
    assertThat(alice.heard()).isEmpty();
    assertThat(tester.transport.calls()).isEqualTo(calls + 1);
  }

  @Test
  void echoBringsOnesOwnMessageWithItsOffset() {
    Person alice = tester.person("alice");
    alice.does(new Command.Echo(true));
    alice.says("one");
    alice.says("two");
    assertThat(alice.seen())
        .extracting(event -> ((Event.Posted) event).entry().offset())
        .containsExactly(1L, 2L);
  }

  @Test
  void messageIsShownOnlyOnceTheLogHasIt() {
    Person alice = tester.person("alice");
    Person bob = tester.person("bob");
    tester.log.hold();
    Reply reply = tester.chat.handle(alice.session, new Command.Say("lobby", "hello"));

    assertThat(reply).isInstanceOf(Reply.Deferred.class);
    assertThat(bob.heard()).isEmpty();

    tester.log.commit();
    assertThat(bob.heard()).containsExactly("hello");
    assertThat(((Reply.Deferred) reply).reply())
        .isCompletedWithValueMatching(Reply.PostedAt.class::isInstance);
  }

  @Test
  void messageThatTheLogDoesNotTakeIsRefusedAndShownToNobody() {
    Person alice = tester.person("alice");
    Person bob = tester.person("bob");
    tester.log.failWith("The disk is full.");
    assertThat(alice.does(new Command.Say("lobby", "hello")))
        .isEqualTo(new Reply.Refused(Refusal.LOG_UNAVAILABLE, "The disk is full."));
    assertThat(bob.heard()).isEmpty();
  }

  @Test
  void departureIsNotShownBeforeTheLastWords() {
    Person alice = tester.person("alice");
    Person bob = tester.person("bob");
    bob.seen();
    tester.log.hold();
    tester.chat.handle(alice.session, new Command.Say("lobby", "bye all"));
    tester.chat.disconnect(alice.session, Disconnect.of(Disconnect.Reason.QUIT));
    assertThat(bob.seen()).isEmpty();

    tester.log.commit();
    assertThat(bob.seen())
        .extracting(Object::getClass)
        .isEqualTo(List.of(Event.Posted.class, MemberLeft.class));
  }

  @Test
  void newcomerSeesEachLineOnceWhetherItWasLoggedBeforeOrAfter() {
    Person alice = tester.person("alice");
    alice.says("before");
    tester.log.hold();
    tester.chat.handle(alice.session, new Command.Say("lobby", "meanwhile"));

    Person bob = tester.stranger();
    Reply.Arrived arrived = (Reply.Arrived) bob.does(new Command.Arrive("bob"));
    tester.log.commit();

    assertThat(arrived.lobby().recent()).extracting(LogEntry::text).containsExactly("before");
    assertThat(bob.heard()).containsExactly("meanwhile");
  }

  @Test
  void linesOfTheSameMomentAreFoundTheNewestFirst() {
    Person alice = tester.person("alice");
    for (int i = 1; i <= 102; i++) {
      alice.says("line " + i);
    }

    Reply.SearchResults found = (Reply.SearchResults) alice.does(new Command.Search("line"));

    assertThat(found.hits())
        .extracting(hit -> hit.entry().offset())
        .containsExactlyElementsOf(
            LongStream.iterate(102, offset -> offset - 1).limit(100).boxed().toList());
    assertThat(found.more()).isTrue();
  }

  private List<String> found(Person person, Command.Search search) {
    return ((Reply.SearchResults) person.does(search))
        .hits().stream().map(hit -> hit.entry().text()).toList();
  }

  @Test
  void linesAreFoundByWhereByWhomAndWhenTheyWereSaid() {
    Person alice = tester.person("alice");
    Person bob = tester.person("bob");
    Instant first = tester.clock.instant();
    alice.says("one");
    bob.says("two");
    tester.clock.pass(Duration.ofSeconds(1));
    Instant second = tester.clock.instant();
    alice.does(new Command.Join("ops", null));
    alice.does(new Command.Say("ops", "three"));
    tester.clock.pass(Duration.ofSeconds(1));
    Instant third = tester.clock.instant();
    alice.says("four");
    int all = Integer.MAX_VALUE;

    assertThat(found(alice, new Command.Search("", null, "ALICE", null, null, all)))
        .containsExactly("four", "three", "one");
    assertThat(found(alice, new Command.Search("", "lobby", "alice", null, null, all)))
        .containsExactly("four", "one");
    assertThat(found(alice, new Command.Search("", null, null, second, null, all)))
        .containsExactly("four", "three");
    assertThat(found(alice, new Command.Search("", null, null, null, second, all)))
        .containsExactly("three", "two", "one");
    assertThat(found(alice, new Command.Search("", null, null, first, third, 2)))
        .containsExactly("two", "one");
    assertThat(found(alice, new Command.Search("", null, null, null, third, 1)))
        .containsExactly("four");
    assertThat(found(alice, new Command.Search("one", null, "bob", null, null, all))).isEmpty();
    assertThat(found(alice, new Command.Search("", null, null, null, Instant.MAX, all))).hasSize(4);
    assertThat(found(alice, new Command.Search("", null, null, Instant.MAX, null, all))).isEmpty();
    assertThat(found(bob, new Command.Search("", null, "alice", null, null, all)))
        .containsExactly("four", "one");
    assertThat(bob.refused(new Command.Search("one", "ops", null, null, null, all)))
        .isEqualTo(Refusal.NOT_A_MEMBER);
    assertThat(bob.refused(new Command.Search("one", "none", null, null, null, all)))
        .isEqualTo(Refusal.NO_SUCH_ROOM);
    assertThat(bob.refused(new Command.Search("", null, "@", null, null, all)))
        .isEqualTo(Refusal.MALFORMED_NAME);
    assertThat(found(bob, new Command.Search(""))).containsExactly("four", "two", "one");
  }

  @Test
  void searchFromATimeTellsOfLaterLines() {
    Person alice = tester.person("alice");
    Instant first = tester.clock.instant();
    alice.says("one");
    alice.says("two");

    assertThat(alice.does(new Command.Search("", null, null, first, null, 1)))
        .isInstanceOfSatisfying(
            Reply.SearchResults.class,
            found -> {
              assertThat(found.hits()).extracting(hit -> hit.entry().text()).containsExactly("one");
              assertThat(found.onwards()).isTrue();
              assertThat(found.more()).isTrue();
            });
  }

  @Test
  void whoeverIsIgnoredIsNotHeard() {
    Person alice = tester.person("alice");
    Person bob = tester.person("bob");
    bob.does(new Command.Ignore("ALICE"));
    alice.says("hello");
    alice.does(new Command.Tell("bob", "psst"));
    assertThat(bob.seen()).isEmpty();

    bob.does(new Command.Unignore("alice"));
    alice.says("again");
    assertThat(bob.heard()).containsExactly("again");
  }

  @Test
  void asManyNamesCanBeIgnoredAsTheLimitSaysAndNotOneMore() {
    ChatTester limited = new ChatTester(ChatTester.limits(0, 2));
    List.of("a", "b", "c").forEach(limited::person);
    Person alice = limited.person("alice");
    alice.does(new Command.Ignore("a"));
    assertThat(alice.does(new Command.Ignore("a"))).isInstanceOf(Reply.Ignoring.class);
    assertThat(alice.does(new Command.Ignore("b"))).isInstanceOf(Reply.Ignoring.class);
    assertThat(alice.refused(new Command.Ignore("c"))).isEqualTo(Refusal.TOO_MANY_IGNORED);
    alice.does(new Command.Unignore("a"));
    assertThat(alice.does(new Command.Ignore("c"))).isInstanceOf(Reply.Ignoring.class);
  }

  @Test
  void asManyRoomsCanBeJoinedAsTheLimitSaysAndNotOneMore() {
    ChatTester limited = new ChatTester(ChatTester.limits(2, 0));
    Person alice = limited.person("alice");
    assertThat(alice.does(new Command.Join("a", null))).isInstanceOf(Reply.Entered.class);
    assertThat(alice.refused(new Command.Join("b", null))).isEqualTo(Refusal.TOO_MANY_ROOMS);
    assertThat(alice.does(new Command.Join("a", null))).isInstanceOf(Reply.Entered.class);
  }

  @Test
  void joiningARoomReadsOnlyWhatTheLogHasInMemory() {
    tester.person("alice").does(new Command.Join("ops", null));
    Reply reply = tester.person("bob").does(new Command.Join("ops", null));
    assertThat(reply).isInstanceOf(Reply.Entered.class);
    assertThat(tester.log.reads()).isZero();
  }

  @Test
  void privateMessageReachesItsReceiverAloneAndCanBeAnswered() {
    Person alice = tester.person("alice");
    Person bob = tester.person("bob");
    Person carol = tester.person("carol");
    bob.seen();
    carol.seen();

    alice.does(new Command.Tell("Bob", "hi"));
    Event seen = bob.seen().getFirst();
    assertThat(((Event.PrivateMessage) seen).text()).isEqualTo("hi");
    assertThat(carol.seen()).isEmpty();

    alice.seen();
    bob.does(new Command.Answer("hello"));
    assertThat(((Event.PrivateMessage) alice.seen().getFirst()).text()).isEqualTo("hello");
  }

  @Test
  void whoeverWritesToSomeoneAwayIsTold() {
    Person alice = tester.person("alice");
    Person bob = tester.person("bob");
    bob.does(new Command.Away("lunch"));
    assertThat(((Reply.PrivateMessageSent) alice.does(new Command.Tell("bob", "hi"))).away())
        .isEqualTo("lunch");
    bob.does(new Command.Away(""));
    assertThat(((Reply.PrivateMessageSent) alice.does(new Command.Tell("bob", "hi"))).away())
        .isNull();
  }

  @Test
  void renamingIsShownOnceToEveryoneWhoSharesARoom() {
    Person alice = tester.person("alice");
    Person bob = tester.person("bob");
    alice.does(new Command.Join("ops", null));
    bob.does(new Command.Join("ops", null));
    Person carol = tester.person("carol");
    carol.does(new Command.Leave("lobby"));
    bob.seen();
    carol.seen();

    assertThat(alice.does(new Command.Rename("alicia"))).isInstanceOf(Reply.Renamed.class);
    assertThat(bob.seen())
        .containsExactly(
            new Event.NickChanged(
                new Nick("alice"), new Nick("alicia"), alice.session, Cause.COMMAND));
    assertThat(carol.seen()).isEmpty();
    assertThat(carol.refused(new Command.Tell("alice", "hi"))).isEqualTo(Refusal.NO_SUCH_NICK);
    assertThat(carol.does(new Command.Tell("alicia", "hi")))
        .isInstanceOf(Reply.PrivateMessageSent.class);
  }

  @Test
  void nameCanChangeItsCaseAndATakenOneIsRefused() {
    Person alice = tester.person("alice");
    tester.person("bob");
    assertThat(alice.refused(new Command.Rename("BOB"))).isEqualTo(Refusal.NAME_TAKEN);
    assertThat(alice.does(new Command.Rename("Alice"))).isInstanceOf(Reply.Renamed.class);
    assertThat(alice.refused(new Command.Rename("Alice"))).isEqualTo(Refusal.ALREADY_DONE);
  }

  @Test
  void topicIsShownToAllTheOneWhoSetItIncluded() {
    Person alice = tester.person("alice");
    Person bob = tester.person("bob");
    alice.seen();
    alice.does(new Command.SetTopic("lobby", "Tea at four"));
    assertThat(alice.heard()).containsExactly("Tea at four");
    assertThat(bob.heard()).containsExactly("Tea at four");
    assertThat(bob.does(new Command.ShowTopic("lobby")))
        .isEqualTo(new Reply.TopicStatus(RoomName.LOBBY, "Tea at four"));
  }

  @Test
  void redactedTopicIsClearedForAllToSee() {
    Person alice = tester.person("alice");
    Person bob = tester.person("bob");
    alice.does(new Command.SetTopic("lobby", "Tea at 4"));
    bob.seen();
    assertThat(tester.operator.redact("lobby", 1)).isInstanceOf(Outcome.Ok.class);
    assertThat(tester.operator.room("lobby").topic()).isEmpty();
    assertThat(bob.seen())
        .satisfiesExactly(
            topic -> {
              LogEntry entry = ((Event.Posted) topic).entry();
              assertThat(entry.kind()).isEqualTo(LogEntry.Kind.TOPIC);
              assertThat(entry.text()).isEmpty();
              assertThat(entry.from()).isEqualTo("parley");
            },
            redacted -> assertThat(((Event.LineRedacted) redacted).entry().offset()).isEqualTo(1));
  }

  @Test
  void redactionOfAnEarlierTopicLeavesTheOneOfNow() {
    Person alice = tester.person("alice");
    alice.does(new Command.SetTopic("lobby", "Tea at 4"));
    alice.does(new Command.SetTopic("lobby", "Coffee at 5"));
    tester.operator.redact("lobby", 1);
    assertThat(tester.operator.room("lobby").topic()).isEqualTo("Coffee at 5");
  }

  @Test
  void topicThatCannotBeClearedIsNotRedacted() {
    Person alice = tester.person("alice");
    alice.does(new Command.SetTopic("lobby", "Tea at 4"));
    tester.log.failWith("The disk is full.");
    assertThat(tester.operator.redact("lobby", 1)).isInstanceOf(Outcome.Refused.class);
    assertThat(tester.log.entry(RoomName.LOBBY, 1).redacted()).isFalse();
  }

  @Test
  void roomThatSomeoneMadeVanishesWithItsLastMember() {
    Person alice = tester.person("alice");
    alice.does(new Command.Join("ops", null));
    assertThat(tester.operator.room("ops")).isNotNull();
    alice.does(new Command.Leave("ops"));
    assertThat(tester.operator.room("ops")).isNull();
    assertThat(alice.refused(new Command.Say("ops", "hi"))).isEqualTo(Refusal.NO_SUCH_ROOM);
  }

  @Test
  void lobbyStaysWithoutMembers() {
    Person alice = tester.person("alice");
    alice.does(new Command.Leave("lobby"));
    assertThat(tester.operator.room("lobby").members()).isZero();
  }

  @Test
  void sessionThatIsOverIsInNoRoomAndItsNameIsFree() {
    Person alice = tester.person("alice");
    Person bob = tester.person("bob");
    alice.does(new Command.Join("ops", null));
    bob.seen();
    tester.chat.disconnect(alice.session, Disconnect.of(Disconnect.Reason.CONNECTION_LOST));

    assertThat(bob.seen())
        .containsExactly(
            new MemberLeft(
                RoomName.LOBBY,
                "e",
                new Nick("alice"),
                1,
                Departure.DROPPED,
                "",
                "connection lost",
                alice.session,
                false,
                Cause.SERVER));
    assertThat(tester.chat.sessions()).containsExactly(bob.session);
    assertThat(tester.chat.roomCount()).isEqualTo(1);
    assertThat(((Reply.Arrived) tester.stranger().does(new Command.Arrive("alice"))).wanted())
        .isNull();
  }

  @Test
  void slowReaderIsToldAtTheNextLogin() {
    Person alice = tester.person("alice");
    tester.chat.disconnect(alice.session, Disconnect.of(Disconnect.Reason.SLOW_READER));
    Reply.Arrived back = (Reply.Arrived) tester.stranger().does(new Command.Arrive("alice"));
    assertThat(back.lastEnd()).isEqualTo(Disconnect.of(Disconnect.Reason.SLOW_READER));
  }

  @Test
  void arrivalsInALargeRoomAreSummedUp() {
    Person alice = tester.person("alice");
    tester.person("b");
    tester.person("c");
    alice.seen();
    Person d = tester.person("d");
    tester.person("e");
    tester.chat.disconnect(d.session, Disconnect.of(Disconnect.Reason.QUIT));
    assertThat(alice.seen()).isEmpty();
    assertThat(tester.alarms).hasSize(1);

    tester.alarms.removeFirst().run();
    assertThat(alice.seen())
        .containsExactly(new Event.PresenceSummarized(RoomName.LOBBY, "e", 2, 1, 4));
    tester.person("f");
    assertThat(tester.alarms).hasSize(1);
  }

  @Test
  void whoSpeaksInALargeRoomIsShownToHaveJoinedAndToLeave() {
    Person alice = tester.person("alice");
    tester.person("b");
    tester.person("c");
    Person dora = tester.person("dora");
    tester.alarms.removeFirst().run();
    alice.seen();
    dora.does(new Command.Say("lobby", "one"));
    dora.does(new Command.Say("lobby", "two"));
    assertThat(alice.seen())
        .satisfiesExactly(
            joined ->
                assertThat(joined)
                    .isEqualTo(
                        new MemberJoined(
                            RoomName.LOBBY,
                            "e",
                            new Nick("dora"),
                            4,
                            dora.session,
                            true,
                            Cause.COMMAND)),
            line -> assertThat(line).isInstanceOf(Event.Posted.class),
            line -> assertThat(line).isInstanceOf(Event.Posted.class));
    tester.chat.disconnect(dora.session, Disconnect.of(Disconnect.Reason.QUIT));
    assertThat(alice.seen())
        .singleElement()
        .isInstanceOfSatisfying(
            MemberLeft.class,
            left -> {
              assertThat(left.nick()).isEqualTo(new Nick("dora"));
              assertThat(left.counted()).isFalse();
            });
  }

  @Test
  void whoHasNotSpokenIsNotShownToLeaveARoomThatWasLarge() {
    Person alice = tester.person("alice");
    Person b = tester.person("b");
    Person c = tester.person("c");
    Person dora = tester.person("dora");
    tester.alarms.removeFirst().run();
    List.of(b, c)
        .forEach(one -> tester.chat.disconnect(one.session, Disconnect.of(Disconnect.Reason.QUIT)));
    alice.seen();
    tester.chat.disconnect(dora.session, Disconnect.of(Disconnect.Reason.QUIT));
    assertThat(alice.seen()).isEmpty();
    tester.alarms.removeFirst().run();
    assertThat(alice.seen())
        .containsExactly(new Event.PresenceSummarized(RoomName.LOBBY, "e", 0, 1, 1));
  }

  @Test
  void whoIsTakenOutOfALargeRoomIsShownAndNotCountedAgain() {
    Person alice = tester.person("alice");
    for (int i = 0; i < 4; i++) {
      tester.person("p" + i);
    }
    tester.alarms.removeFirst().run();
    alice.seen();
    tester.operator.remove("lobby", "p0", "noise");
    assertThat(alice.seen())
        .singleElement()
        .isInstanceOfSatisfying(
            MemberLeft.class, left -> assertThat(left.nick()).isEqualTo(new Nick("p0")));
    assertThat(tester.alarms).isEmpty();
  }

  @Test
  void roomWhoseDeletionIsNotStoredIsGoneAndTheOperatorIsTold() {
    tester.operator.create("ops", "", RoomSettings.PERSISTENT);
    tester.log.failWith("#ops is gone, but that is not stored yet: no disk.");
    assertThat(tester.operator.delete("ops"))
        .isEqualTo(
            Outcome.refused(
                Refusal.LOG_UNAVAILABLE, "#ops is gone, but that is not stored yet: no disk."));
    assertThat(tester.operator.room("ops")).isNull();
  }

  @Test
  void nothingIsSummedUpOfARoomThatIsGone() {
    List<Person> people = Stream.of("alice", "b", "c", "d", "e").map(tester::person).toList();
    tester.operator.create("ops", "", RoomSettings.PERSISTENT);
    people.forEach(person -> person.does(new Command.Join("ops", null)));
    List<Runnable> sums = List.copyOf(tester.alarms);
    tester.operator.delete("ops");
    people.forEach(Person::seen);

    sums.forEach(Runnable::run);
    assertThat(people.getFirst().seen())
        .noneMatch(event ->
            event instanceof Event.PresenceSummarized sum && sum.room().value().equals("ops"));
  }

  @Test
  void secretRoomIsUnknownToThoseOutside() {
    RoomSettings secret = new RoomSettings(true, true, null, 0, 0, null);
    tester.operator.create("vault", "", secret);
    Person alice = tester.person("alice");
    assertThat(((Reply.RoomList) alice.does(new Command.ListRooms())).rooms()).hasSize(1);
    assertThat(alice.refused(new Command.ListMembers("vault"))).isEqualTo(Refusal.NO_SUCH_ROOM);
    alice.does(new Command.Join("vault", null));
    assertThat(((Reply.RoomList) alice.does(new Command.ListRooms())).rooms()).hasSize(2);
  }

  @Test
  void keyAndMemberLimitKeepARoom() {
    tester.operator.create("den", "", new RoomSettings(true, false, "sesame", 1, 0, null));
    Person alice = tester.person("alice");
    Person bob = tester.person("bob");
    assertThat(alice.refused(new Command.Join("den", null))).isEqualTo(Refusal.WRONG_KEY);
    assertThat(alice.refused(new Command.Join("den", "simsim"))).isEqualTo(Refusal.WRONG_KEY);
    assertThat(alice.does(new Command.Join("den", "sesame"))).isInstanceOf(Reply.Entered.class);
    assertThat(bob.refused(new Command.Join("den", "sesame"))).isEqualTo(Refusal.ROOM_FULL);
  }

  @Test
  void slowModeLetsAMemberSpeakOnlySoOften() {
    tester.operator.create("calm", "", new RoomSettings(true, false, null, 0, 10, null));
    Person alice = tester.person("alice");
    alice.does(new Command.Join("calm", null));
    assertThat(alice.does(new Command.Say("calm", "one"))).isInstanceOf(Reply.PostedAt.class);
    tester.pass(Duration.ofMillis(9_999));
    assertThat(alice.refused(new Command.Say("calm", "two"))).isEqualTo(Refusal.SLOW_MODE);
    tester.pass(Duration.ofMillis(1));
    assertThat(alice.does(new Command.Say("calm", "two"))).isInstanceOf(Reply.PostedAt.class);
  }

  @Test
  void membersOfADeletedRoomAreInTheLobby() {
    Person alice = tester.person("alice");
    alice.does(new Command.Join("ops", null));
    alice.does(new Command.Leave("lobby"));
    alice.seen();
    assertThat(tester.operator.delete("ops")).isEqualTo(Outcome.success());
    assertThat(alice.seen())
        .containsExactly(new Event.RoomDeleted(new RoomName("ops"), "e-ops", Cause.API));
    assertThat(alice.session.rooms()).containsExactly(RoomName.LOBBY);
  }

  @Test
  void roomThatBeginsAnewCountsFromOne() {
    Person alice = tester.person("alice");
    alice.does(new Command.Join("ops", null));
    alice.does(new Command.Say("ops", "one"));
    tester.operator.delete("ops");
    alice.does(new Command.Join("ops", null));
    alice.does(new Command.Echo(true));
    alice.seen();
    alice.does(new Command.Say("ops", "one again"));
    assertThat(((Event.Posted) alice.seen().getFirst()).entry().offset()).isEqualTo(1);
  }

  @Test
  void lobbyCanBeNeitherDeletedNorLocked() {
    assertThat(((Outcome.Refused<?>) tester.operator.delete("lobby")).reply().refusal())
        .isEqualTo(Refusal.LOBBY_STAYS);
    RoomSettings locked = new RoomSettings(true, false, "key", 0, 0, null);
    assertThat(
            ((Outcome.Refused<?>) tester.operator.change("lobby", "admin", null, locked))
                .reply()
                .refusal())
        .isEqualTo(Refusal.LOBBY_STAYS);
  }

  @Test
  void memberCanBeTakenOutOfARoom() {
    Person alice = tester.person("alice");
    alice.does(new Command.Join("ops", null));
    tester.person("bob").does(new Command.Join("ops", null));
    alice.seen();
    assertThat(tester.operator.remove("ops", "alice", "noise")).isEqualTo(Outcome.success());
    assertThat(alice.seen())
        .containsExactly(
            new Event.Removed(
                new RoomName("ops"), "e-ops", "", "noise", null, alice.session, Cause.API));
    assertThat(alice.session.rooms()).containsExactly(RoomName.LOBBY);
  }

  @Test
  void textWithNothingInItIsRefused() {
    Person alice = tester.person("alice");
    assertThat(alice.refused(new Command.Say("lobby", "\u001b[31m"))).isEqualTo(Refusal.EMPTY_TEXT);
  }

  @Test
  void linesOfATextAreKeptApart() {
    Person alice = tester.person("alice");
    Person bob = tester.person("bob");
    alice.says("one\r\ntwo\u0007\n");
    assertThat(bob.heard()).containsExactly("one\ntwo");
  }
}
