package dev.parley.chat.roster;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.ChatTester;
import dev.parley.chat.ChatTester.Person;
import dev.parley.chat.account.Account;
import dev.parley.chat.account.Secret;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.MemberInfo;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.audit.Actor;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.metadata.MetadataStore;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.Lockdown;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.moderation.RoleMembers;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.operator.AccountAdmin.AccountChange;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Tests that several servers are one to their users. */
class ClusterTests {

  private final MemoryCluster cluster = new MemoryCluster();
  private final MemoryCluster.Node first = cluster.node();
  private final MemoryCluster.Node second = cluster.node();
  private final ChatTester a = ChatTester.of(first, null);
  private final ChatTester b = ChatTester.of(second, a);
  private final Person alice = arrives(a, "alice");
  private final Person bob = arrives(b, "bob");

  private Person arrives(ChatTester at, String name) {
    Person person = at.person(name);
    cluster.deliver();
    return person;
  }

  private void does(Person person, Command command) {
    var _ = person.does(command);
    cluster.deliver();
  }

  private static List<String> members(Person asker, String room) {
    return ((Reply.MemberList) asker.does(new Command.ListMembers(room)))
        .members().stream().map(MemberInfo::nick).map(Nick::value).sorted().toList();
  }

  private static <E extends Event> E only(Person person, Class<E> kind) {
    List<Event> seen = person.seen();
    List<E> found = seen.stream().filter(kind::isInstance).map(kind::cast).toList();
    assertThat(found).as("%s among %s", kind, seen).hasSize(1);
    return found.getFirst();
  }

  private static void assertNone(Person person, Class<? extends Event> kind) {
    assertThat(person.seen()).noneMatch(kind::isInstance);
  }

  @Test
  void arrivalIsShownAtTheOtherServer() {
    assertThat(only(alice, Event.MemberJoined.class))
        .satisfies(joined -> {
          assertThat(joined.nick()).isEqualTo(new Nick("bob"));
          assertThat(joined.memberCount()).isEqualTo(2);
        });
  }

  @Test
  void peopleAreCountedAndListedOverAllServers() {
    assertThat(a.chat.population()).isEqualTo(2);
    assertThat(b.chat.population()).isEqualTo(2);
    assertThat(members(alice, "lobby")).containsExactly("alice", "bob");
    assertThat(members(bob, "lobby")).containsExactly("alice", "bob");
    Reply.Arrived carol = (Reply.Arrived) a.stranger().does(new Command.Arrive("carol"));
    assertThat(carol.lobby().others()).containsExactly(new Nick("alice"), new Nick("bob"));
  }

  @Test
  void nameThatIsTakenElsewhereBecomesVariant() {
    Reply.Arrived other = (Reply.Arrived) a.stranger().does(new Command.Arrive("BOB"));

    assertThat(other.nick()).isEqualTo(new Nick("bob_2"));
    assertThat(alice.refused(new Command.Rename("bob"))).isEqualTo(Refusal.NAME_TAKEN);
  }

  @Test
  void nameOfAnAccountIsNotSharedByClientsOfSeveralServers() {
    Account carol = new Account(new Nick("carol"), false);
    a.account("carol");
    Person here = a.stranger();
    Person there = b.stranger();
    for (Person client : List.of(here, there)) {
      client.endpoint.sharing(2);
      client.session.account(carol);
    }
    assertThat(here.does(new Command.Enter("carol"))).isInstanceOf(Reply.Admitted.class);
    cluster.deliver();

    assertThat(there.refused(new Command.Enter("carol"))).isEqualTo(Refusal.NAME_TAKEN);
  }

  @Test
  void nameThatIsTakenAtTheSameTimeIsGivenOnce() {
    Person here = a.person("carol");
    Person there = b.person("carol"); // Nothing has been told meanwhile.
    cluster.deliver();

    assertThat(here.session.nick()).isEqualTo(new Nick("carol"));
    assertThat(there.session.nick()).isEqualTo(new Nick("carol_2"));
  }

  @Test
  void releasedNameIsFreeEverywhere() {
    b.chat.disconnect(bob.session, Disconnect.of(Disconnect.Reason.QUIT));
    cluster.deliver();

    assertThat(arrives(a, "bob").session.nick()).isEqualTo(new Nick("bob"));
  }

  @Test
  void lineIsShownAtBothServers() {
    alice.seen();
    does(bob, new Command.Say("lobby", "hi"));

    assertThat(alice.heard()).containsExactly("hi");
  }

  @Test
  void roomOfOneServerIsJoinedAtTheOther() {
    does(alice, new Command.Join("ops", null));
    Reply.Entered entered = (Reply.Entered) bob.does(new Command.Join("ops", null));
    cluster.deliver();

    assertThat(entered.others()).containsExactly(new Nick("alice"));
    assertThat(members(alice, "ops")).containsExactly("alice", "bob");
    assertThat(((Reply.RoomList) bob.does(new Command.ListRooms())).rooms())
        .extracting(RoomInfo::members)
        .containsExactly(2, 2);
  }

  @Test
  void founderIsOwnerEverywhere() {
    does(alice, new Command.Join("ops", null));

    assertThat(((Reply.MemberList) bob.does(new Command.ListMembers("ops"))).members())
        .extracting(MemberInfo::role)
        .containsExactly(Role.OWNER);
  }

  @Test
  void departureIsShownWithItsText() {
    alice.seen();
    b.chat.disconnect(bob.session, new Disconnect(Disconnect.Reason.QUIT, "bye"));
    cluster.deliver();

    assertThat(only(alice, Event.MemberLeft.class))
        .satisfies(left -> {
          assertThat(left.how()).isEqualTo(Event.Departure.QUIT);
          assertThat(left.detail()).isEqualTo("bye");
          assertThat(left.memberCount()).isEqualTo(1);
        });
    assertThat(a.chat.population()).isEqualTo(1);
  }

  @Test
  void roomThatIsEmptyEverywhereIsDeletedEverywhere() {
    does(alice, new Command.Join("ops", null));
    does(bob, new Command.Join("ops", null));
    does(alice, new Command.Leave("ops"));
    assertThat(a.chat.roomCount()).isEqualTo(2);

    does(bob, new Command.Leave("ops"));
    assertThat(a.chat.roomCount()).isEqualTo(1);
    assertThat(b.chat.roomCount()).isEqualTo(1);
  }

  @Test
  void roomThatItsLastMembersLeaveAtTheSameTimeIsDeleted() {
    does(alice, new Command.Join("ops", null));
    does(bob, new Command.Join("ops", null));
    var _ = alice.does(new Command.Leave("ops"));
    var _ = bob.does(new Command.Leave("ops"));
    cluster.deliver();
    List.copyOf(a.alarms).forEach(Runnable::run);
    cluster.deliver();

    assertThat(a.chat.roomCount()).isEqualTo(1);
    assertThat(b.chat.roomCount()).isEqualTo(1);
  }

  @Test
  void roomTakesMembersOfAllServersIntoAccount() {
    does(alice, new Command.Join("ops", null));
    ChatTester.value(
        a.operator.change("ops", "", null, a.operator.room("ops").settings().withMaxMembers(1)));
    cluster.deliver();

    assertThat(bob.refused(new Command.Join("ops", null))).isEqualTo(Refusal.ROOM_FULL);
  }

  @Test
  void renameIsShownElsewhere() {
    alice.seen();
    does(bob, new Command.Rename("rob"));

    assertThat(only(alice, Event.NickChanged.class).to()).isEqualTo(new Nick("rob"));
    assertThat(members(alice, "lobby")).containsExactly("alice", "rob");
    assertThat(arrives(a, "bob").session.nick()).isEqualTo(new Nick("bob"));
  }

  @Test
  void awayIsShownElsewhereAndToTheWriter() {
    alice.seen();
    does(bob, new Command.Away("lunch"));

    assertThat(only(alice, Event.AwayChanged.class).text()).isEqualTo("lunch");
    assertThat(alice.does(new Command.Tell("bob", "hi")))
        .isInstanceOfSatisfying(
            Reply.PrivateMessageSent.class, sent -> assertThat(sent.away()).isEqualTo("lunch"));
  }

  @Test
  void privateMessageIsShownAndAnswered() {
    bob.seen();
    does(alice, new Command.Tell("bob", "psst"));
    assertThat(only(bob, Event.PrivateMessage.class).text()).isEqualTo("psst");

    alice.seen();
    does(alice, new Command.Rename("eve"));
    does(bob, new Command.Answer("what?"));
    assertThat(only(alice, Event.PrivateMessage.class).text()).isEqualTo("what?");
  }

  @Test
  void messageToMembersWithRoleIsShownAtTheOtherServer() {
    does(alice, new Command.Join("ops", null));
    does(bob, new Command.Join("ops", null));
    alice.seen();
    bob.seen();
    does(bob, toModerators("help"));
    does(alice, toModerators("who asks?"));

    Event.PrivateMessage shown = only(alice, Event.PrivateMessage.class);
    assertThat(shown.text()).isEqualTo("help");
    assertThat(shown.among()).isEqualTo(new RoleMembers(new RoomName("ops"), Role.MODERATOR));
    assertNone(bob, Event.PrivateMessage.class);
  }

  private static Command toModerators(String text) {
    return new Command.TellMembers("ops", Role.MODERATOR, text, LogEntry.Kind.MESSAGE, null);
  }

  @Test
  void personAtTheOtherServerIsIgnored() {
    does(bob, new Command.Ignore("alice"));
    bob.seen();
    does(alice, new Command.Tell("bob", "psst"));
    does(alice, new Command.Rename("eve"));
    does(alice, new Command.Tell("bob", "psst"));

    assertNone(bob, Event.PrivateMessage.class);
  }

  @Test
  void memberIsKickedFromRoomAtTheOtherServer() {
    does(alice, new Command.Join("ops", null));
    does(bob, new Command.Join("ops", null));
    alice.seen();
    bob.seen();
    assertThat(alice.does(new Command.Kick("ops", "bob", "spam"))).isInstanceOf(Reply.Done.class);
    cluster.deliver();

    assertThat(only(bob, Event.Removed.class).reason()).isEqualTo("spam");
    assertThat(only(alice, Event.MemberLeft.class))
        .satisfies(left -> {
          assertThat(left.how()).isEqualTo(Event.Departure.REMOVED);
          assertThat(left.by()).isEqualTo("alice");
        });
    assertThat(members(alice, "ops")).containsExactly("alice");
  }

  @Test
  void operatorKicksClientOfTheOtherServer() {
    ChatTester.value(a.operator.kick(bob.session.id(), "go"));
    cluster.deliver();

    assertThat(bob.endpoint.closed()).isEqualTo(new Disconnect(Disconnect.Reason.KICKED, "go"));
  }

  @Test
  void operatorNoticeReachesClientOfTheOtherServer() {
    ChatTester.value(a.operator.notice(bob.session.id(), "mind the gap"));
    cluster.deliver();

    assertThat(only(bob, Event.Noticed.class).text()).isEqualTo("mind the gap");
  }

  @Test
  void banHoldsEverywhere() {
    Ban.Target target = new Ban.OfNick(new Nick("bob"));
    Ban ban =
        ChatTester.value(
            a.chat.moderation().impose(Actor.admin(""), Ban.Kind.BAN, null, target, null, "out"));
    cluster.deliver();

    assertThat(bob.endpoint.closed().reason()).isEqualTo(Disconnect.Reason.BANNED);
    assertThat(b.stranger().refused(new Command.Arrive("bob"))).isEqualTo(Refusal.BANNED);

    ChatTester.value(b.chat.moderation().lift(Actor.admin(""), ban.id(), ""));
    cluster.deliver();
    assertThat(a.chat.moderation().bans()).isEmpty();
  }

  @Test
  void banByListTakesNobodyOutAtTheOtherServer() {
    does(alice, new Command.Join("ops", null));
    does(bob, new Command.Join("ops", null));
    does(alice, new Command.AddToList("ops", Ban.Kind.BAN, "bob"));

    assertThat(bob.session.rooms()).contains(new RoomName("ops"));
    assertThat(bob.refused(new Command.Say("ops", "hi"))).isEqualTo(Refusal.BANNED);

    does(alice, new Command.BanTarget("ops", "bob", null, "now go"));
    assertThat(bob.session.rooms()).doesNotContain(new RoomName("ops"));
  }

  @Test
  void muteOfGuestHoldsAtTheOtherServerUnderAnotherName() {
    does(alice, new Command.Join("ops", null));
    does(bob, new Command.Join("ops", null));
    does(alice, new Command.Mute("ops", "bob", null));
    does(bob, new Command.Rename("rob"));

    assertThat(bob.refused(new Command.Say("ops", "hi"))).isEqualTo(Refusal.MUTED);
  }

  @Test
  void invitationIsShownAndHolds() {
    does(alice, new Command.Join("ops", null));
    RoomSettings closed = a.operator.room("ops").settings().withInviteOnly(true);
    ChatTester.value(a.operator.change("ops", "", null, closed));
    cluster.deliver();
    assertThat(bob.refused(new Command.Join("ops", null))).isEqualTo(Refusal.INVITE_ONLY);

    bob.seen();
    does(alice, new Command.Invite("ops", "bob"));
    assertThat(only(bob, Event.Invited.class).by()).isEqualTo(new Nick("alice"));
    assertThat(bob.does(new Command.Join("ops", null))).isInstanceOf(Reply.Entered.class);
  }

  @Test
  void roleHoldsEverywhereAndIsShown() {
    a.account("bob_x");
    does(alice, new Command.Join("ops", null));
    does(bob, new Command.Join("ops", null));
    bob.seen();
    ChatTester.value(a.chat.moderation().give(Actor.admin(""), "ops", "bob_x", Role.MODERATOR, ""));
    cluster.deliver();

    assertThat(only(bob, Event.RoleChanged.class).role()).isEqualTo(Role.MODERATOR);
    assertThat(b.chat.moderation().roles("ops")).hasSize(1);
  }

  @Test
  void roleOfGuestIsGrantedAndRevokedEverywhere() {
    ChatTester c = ChatTester.of(cluster.node(), a);
    Person carol = arrives(c, "carol");
    does(alice, new Command.Join("ops", null));
    does(bob, new Command.Join("ops", null));
    does(carol, new Command.Join("ops", null));
    bob.seen();
    carol.seen();
    does(alice, new Command.Grant("ops", "bob", Role.MODERATOR, true));

    for (Person shown : List.of(bob, carol)) {
      assertThat(only(shown, Event.MemberRoleChanged.class))
          .satisfies(changed -> {
            assertThat(changed.nick()).isEqualTo(new Nick("bob"));
            assertThat(changed.now()).isEqualTo(Role.MODERATOR);
            assertThat(changed.by()).isEqualTo(new Nick("alice"));
          });
    }
    assertThat(roles(alice, "ops")).isEqualTo(roles(carol, "ops")).contains("bob MODERATOR");
    does(bob, new Command.Kick("ops", "carol", "spam"));
    assertThat(members(alice, "ops")).containsExactly("alice", "bob");

    does(alice, new Command.Grant("ops", "bob", Role.MODERATOR, false));
    assertThat(bob.refused(new Command.Kick("ops", "alice", "spam")))
        .isEqualTo(Refusal.NOT_ALLOWED);
  }

  @Test
  void grantedRoleThatWasNotToldIsMadeUpFor() {
    does(alice, new Command.Join("ops", null));
    does(bob, new Command.Join("ops", null));
    cluster.lose(true);
    does(alice, new Command.Grant("ops", "bob", Role.VOICE, true));
    cluster.lose(false);
    assertThat(roles(alice, "ops")).contains("bob MEMBER");
    cluster.synchronise();

    assertThat(roles(alice, "ops")).contains("bob VOICE");
    assertThat(roles(arrives(ChatTester.of(cluster.node(), a), "carol"), "ops"))
        .contains("bob VOICE");
  }

  private static List<String> roles(Person asker, String room) {
    return ((Reply.MemberList) asker.does(new Command.ListMembers(room)))
        .members().stream().map(member -> member.nick() + " " + member.role()).sorted().toList();
  }

  @Test
  void settingsAndTopicAndRedactionAreShownElsewhere() {
    bob.seen();
    does(alice, new Command.SetTopic("lobby", "tea"));
    assertThat(bob.heard()).containsExactly("tea");
    assertThat(b.operator.room("lobby").topic()).isEqualTo("tea");

    does(alice, new Command.Say("lobby", "oops"));
    bob.seen();
    ChatTester.value(a.operator.redact("lobby", 2));
    cluster.deliver();
    assertThat(only(bob, Event.LineRedacted.class).entry().offset()).isEqualTo(2);
  }

  @Test
  void announcementReachesEveryone() {
    alice.seen();
    bob.seen();
    ChatTester.value(a.operator.announce("tea is ready"));
    cluster.deliver();

    assertThat(only(alice, Event.Announced.class).text()).isEqualTo("tea is ready");
    assertThat(only(bob, Event.Announced.class).text()).isEqualTo("tea is ready");
  }

  @Test
  void lockdownHoldsEverywhere() {
    ChatTester.value(
        a.chat
            .moderation()
            .changeLockdown(Actor.admin(""), Lockdown.Level.REGISTERED_ONLY, "raid"));
    cluster.deliver();

    assertThat(bob.endpoint.closed().reason()).isEqualTo(Disconnect.Reason.NOT_LET_IN);
    assertThat(b.stranger().refused(new Command.Arrive("carol"))).isEqualTo(Refusal.NOT_LET_IN);
  }

  @Test
  void changedPasswordEndsSessionsEverywhere() {
    a.account("dave");
    Person dave = b.stranger();
    does(dave, new Command.Login("dave", new Secret("correct horse")));
    ChatTester.value(
        a.accountAdmin.change(
            "dave", new AccountChange(null, new Secret("other horse"), null, null, null)));
    cluster.deliver();

    assertThat(dave.endpoint.closed().reason()).isEqualTo(Disconnect.Reason.PASSWORD_CHANGED);
  }

  @Test
  void nameThatIsRegisteredIsTakenFromGuestElsewhere() {
    bob.seen();
    var _ = ChatTester.value(a.accountAdmin.create("bob", new Secret("correct horse"), false));
    cluster.deliver();

    assertThat(bob.session.nick()).isEqualTo(new Nick("bob_2"));
    assertThat(members(alice, "lobby")).containsExactly("alice", "bob_2");
  }

  @Test
  void peopleOfDeadServerAreGoneAndTheirNamesAreKept() {
    does(bob, new Command.Join("ops", null));
    alice.seen();
    second.die();
    cluster.deliver();

    assertThat(only(alice, Event.MemberLeft.class))
        .satisfies(left -> {
          assertThat(left.how()).isEqualTo(Event.Departure.DROPPED);
          assertThat(left.detail()).isEqualTo("connection lost");
        });
    assertThat(members(alice, "lobby")).containsExactly("alice");
    assertThat(arrives(a, "bob").session.nick()).isEqualTo(new Nick("bob_2"));

    List.copyOf(a.alarms).forEach(Runnable::run);
    assertThat(a.chat.population()).isEqualTo(2);
    assertThat(a.chat.roomCount()).as("the room that nobody came back to").isEqualTo(1);
  }

  @Test
  void serverThatStartsLaterKnowsEveryone() {
    does(bob, new Command.Join("ops", null));
    does(bob, new Command.Away("lunch"));
    ChatTester c = ChatTester.of(cluster.node(), a);
    Person carol = arrives(c, "carol");

    assertThat(members(carol, "lobby")).containsExactly("alice", "bob", "carol");
    assertThat(members(carol, "ops")).containsExactly("bob");
    assertThat(members(bob, "lobby")).containsExactly("alice", "bob", "carol");
  }

  @Test
  void lostFactsAreMadeUpFor() {
    cluster.lose(true);
    does(bob, new Command.Join("ops", null));
    does(bob, new Command.Leave("lobby"));
    does(bob, new Command.Rename("rob"));
    Person carol = arrives(b, "carol");
    does(alice, new Command.Join("news", null));
    cluster.lose(false);
    alice.seen();
    cluster.synchronise();
    cluster.deliver();

    assertThat(members(alice, "lobby")).containsExactly("alice", "carol");
    assertThat(members(alice, "ops")).containsExactly("rob");
    assertThat(members(carol, "news")).containsExactly("alice");
    assertThat(alice.seen()).anyMatch(event -> event instanceof Event.MemberLeft);
  }

  @Test
  void lostNameIsChangedWithNotice() {
    bob.seen();
    first.names().release(new Nick("bob"), bob.session.participant().id());
    assertThat(first.names().claim(new Nick("bob"), "somebody else").join()).isTrue();
    second.loseName(new Nick("bob"), bob.session.participant().id());
    cluster.deliver();

    assertThat(bob.session.nick()).isEqualTo(new Nick("bob_2"));
    assertThat(only(bob, Event.Noticed.class).text())
        .isEqualTo("bob is used by somebody else now: you are bob_2.");
    assertThat(members(alice, "lobby")).containsExactly("alice", "bob_2");
  }

  private Reply resumes(Person person, String token) {
    Reply reply = a.chat.handle(person.session, new Command.Resume(token));
    cluster.deliver();
    return reply.settled().join();
  }

  private Person arrivesResumable(ChatTester at, String name) {
    Person person = at.stranger();
    person.endpoint.resuming();
    var _ = person.does(new Command.Arrive(name));
    cluster.deliver();
    return person;
  }

  @Test
  void whatAGuestTellsIsKnownAtBothServersAndComesAlong() {
    Person carol = arrivesResumable(b, "carol");
    alice.seen();
    does(carol, new Command.SetMetadata("", "url", "a"));
    assertThat(only(alice, Event.MetadataChanged.class).value()).isEqualTo("a");
    b.chat.disconnect(carol.session, Disconnect.of(Disconnect.Reason.CONNECTION_LOST));
    cluster.deliver();

    Person back = a.stranger();
    back.endpoint.resuming();
    assertThat(resumes(back, carol.session.resumeToken())).isInstanceOf(Reply.Resumed.class);

    Reply shown = bob.does(new Command.ShowMetadata("carol"));
    assertThat(shown).isEqualTo(new Reply.MetadataStatus("carol", Map.of("url", "a")));
    bob.seen();
    does(back, new Command.SetMetadata("", "url", null));
    assertThat(only(bob, Event.MetadataChanged.class).value()).isNull();
    assertThat(b.chat.metadata().of(b.chat.holder(new Nick("carol")))).isEmpty();
  }

  @Test
  void sessionIsResumedAtAnotherServerThatIsAlive() {
    Person carol = arrivesResumable(b, "carol");
    does(carol, new Command.Join("ops", null));
    does(carol, new Command.Ignore("alice"));
    does(bob, new Command.Join("ops", null));
    does(bob, new Command.Say("ops", "one"));
    carol.session.shown(carol.session.memberships().getLast().epoch(), 1);
    alice.seen();
    bob.seen();
    b.chat.disconnect(carol.session, Disconnect.of(Disconnect.Reason.CONNECTION_LOST));
    cluster.deliver();
    does(bob, new Command.Say("ops", "two"));
    does(alice, new Command.Tell("carol", "ignored"));
    does(bob, new Command.Tell("carol", "psst"));

    Person back = a.stranger();
    back.endpoint.resuming();
    Reply.Resumed resumed = (Reply.Resumed) resumes(back, carol.session.resumeToken());

    assertThat(resumed.nick()).isEqualTo(new Nick("carol"));
    assertThat(resumed.missed()).isEqualTo(1);
    Reply.Replayed piece = (Reply.Replayed) resumed.replay().next().settled().join();
    assertThat(piece.lines()).extracting(line -> line.text()).containsExactly("two");
    resumed.replay().took(piece);
    resumed.replay().end();
    assertThat(only(back, Event.PrivateMessage.class).text()).isEqualTo("psst");

    assertNone(alice, Event.MemberLeft.class);
    assertThat(members(alice, "ops")).containsExactly("bob", "carol");
    assertThat(members(bob, "ops")).containsExactly("bob", "carol");
    does(back, new Command.Say("ops", "three"));
    assertThat(bob.heard()).contains("three");
    does(bob, new Command.Tell("carol", "welcome"));
    assertThat(only(back, Event.PrivateMessage.class).text()).isEqualTo("welcome");
    does(alice, new Command.Tell("carol", "still ignored"));
    assertNone(back, Event.PrivateMessage.class);
    assertThat(b.stranger().does(new Command.Resume(carol.session.resumeToken())))
        .isInstanceOf(Reply.Refused.class);
  }

  @Test
  void whoWasExemptFromBanDoesNotStayWhenTheExemptionIsOver() {
    does(alice, new Command.Join("ops", null));
    does(bob, new Command.Join("ops", null));
    does(alice, new Command.AddToList("ops", Ban.Kind.EXEMPTION, "bob"));
    does(alice, new Command.BanTarget("ops", "bob", null, ""));
    assertThat(bob.session.rooms()).contains(new RoomName("ops"));
    does(alice, new Command.RemoveFromList("ops", Ban.Kind.EXEMPTION, "bob"));
    second.missChanges();
    cluster.deliver();

    assertThat(bob.session.rooms()).doesNotContain(new RoomName("ops"));
  }

  @Test
  void whoStaysUnderBanStaysAtAnotherServer() {
    does(alice, new Command.Join("ops", null));
    Person carol = arrivesResumable(b, "carol");
    does(carol, new Command.Join("ops", null));
    does(alice, new Command.AddToList("ops", Ban.Kind.BAN, "carol"));
    b.chat.disconnect(carol.session, Disconnect.of(Disconnect.Reason.CONNECTION_LOST));
    cluster.deliver();

    Person back = a.stranger();
    Reply.Resumed resumed = (Reply.Resumed) resumes(back, carol.session.resumeToken());

    assertThat(resumed.lost()).isEmpty();
    assertThat(back.session.rooms()).contains(new RoomName("ops"));
    assertThat(back.refused(new Command.Say("ops", "hi"))).isEqualTo(Refusal.BANNED);
  }

  @Test
  void sessionIsResumedAtAServerThatHasNotHeardOfItsRooms() {
    cluster.lose(true);
    Person carol = arrivesResumable(b, "carol");
    does(carol, new Command.Join("ops", null));
    cluster.lose(false);
    b.chat.disconnect(carol.session, Disconnect.of(Disconnect.Reason.CONNECTION_LOST));
    cluster.deliver();

    Person back = a.stranger();
    Reply.Resumed resumed = (Reply.Resumed) resumes(back, carol.session.resumeToken());

    assertThat(resumed.lost()).isEmpty();
    assertThat(resumed.rooms())
        .extracting(entered -> entered.room().name().value())
        .containsExactly("lobby", "ops");
    assertThat(members(alice, "ops")).containsExactly("carol");
    assertThat(members(bob, "ops")).containsExactly("carol");
  }

  @Test
  void sessionIsResumedAtAnotherServerAfterItsOwnDied() {
    Person carol = arrivesResumable(b, "carol");
    does(carol, new Command.Join("ops", null));
    does(carol, new Command.Say("ops", "one"));
    does(carol, new Command.Say("ops", "two"));
    second.die();
    cluster.deliver();

    Person back = a.stranger();
    Reply.Resumed resumed = (Reply.Resumed) resumes(back, carol.session.resumeToken());

    assertThat(resumed.nick()).isEqualTo(new Nick("carol"));
    assertThat(resumed.lost()).isEmpty();
    assertThat(resumed.missed()).as("not known to be shown").isEqualTo(2);
    assertThat(members(alice, "ops")).containsExactly("carol");
    assertThat(a.stranger().does(new Command.Resume(carol.session.resumeToken())))
        .isInstanceOf(Reply.Refused.class);
  }

  @Test
  void sessionIsNotResumedAtTheServerThatIsCutOff() {
    Person carol = arrivesResumable(a, "carol");
    a.chat.disconnect(carol.session, Disconnect.of(Disconnect.Reason.MOVED));
    first.die();

    assertThat(a.stranger().refused(resume(carol))).isEqualTo(Refusal.LOG_UNAVAILABLE);

    first.comeBack();
    assertThat(resumes(a.stranger(), carol.session.resumeToken()))
        .isInstanceOf(Reply.Resumed.class);
  }

  @Test
  void sessionIsResumedAtTheServerThatWasCutOffAndHoldsItsOldState() {
    Person carol = arrivesResumable(b, "carol");
    does(carol, new Command.Join("ops", null));
    does(carol, new Command.Join("old", null));
    does(alice, new Command.Join("ops", null));
    second.die();
    cluster.deliver();
    b.chat.disconnect(carol.session, Disconnect.of(Disconnect.Reason.MOVED));
    Person meanwhile = a.stranger();
    meanwhile.endpoint.resuming();
    var _ = resumes(meanwhile, carol.session.resumeToken());
    does(meanwhile, new Command.Join("new", null));
    does(meanwhile, new Command.Leave("old"));
    a.chat.disconnect(meanwhile.session, Disconnect.of(Disconnect.Reason.CONNECTION_LOST));
    does(alice, new Command.Say("ops", "missed"));
    second.comeBack();

    Person back = b.stranger();
    Reply reply = b.chat.handle(back.session, resume(meanwhile));
    cluster.deliver();
    Reply.Resumed resumed = (Reply.Resumed) reply.settled().join();

    assertThat(resumed.nick()).isEqualTo(new Nick("carol"));
    assertThat(resumed.lost()).isEmpty();
    assertThat(resumed.rooms())
        .extracting(entered -> entered.room().name().value())
        .containsExactly("lobby", "ops", "new");
    assertThat(resumed.missed()).isEqualTo(1);
    Reply.Replayed piece = (Reply.Replayed) resumed.replay().next().settled().join();
    assertThat(piece.lines()).extracting(line -> line.text()).containsExactly("missed");
    resumed.replay().took(piece);
    resumed.replay().end();
    assertThat(members(back, "ops")).containsExactly("alice", "carol");
    assertThat(members(alice, "ops")).containsExactly("alice", "carol");
    alice.seen();
    does(back, new Command.Say("ops", "here I am"));
    assertThat(alice.heard()).containsExactly("here I am");
    assertThat(b.stranger().does(resume(carol))).isInstanceOf(Reply.Refused.class);
  }

  @Test
  void sessionIsKeptThoughAServerThatWasCutOffTellsOfTheOneBefore() {
    Person carol = arrivesResumable(b, "carol");
    second.die();
    cluster.deliver();
    a.pass(Duration.ofSeconds(10));
    Person meanwhile = a.stranger();
    meanwhile.endpoint.resuming();
    assertThat(resumes(meanwhile, carol.session.resumeToken())).isInstanceOf(Reply.Resumed.class);
    a.chat.disconnect(meanwhile.session, Disconnect.of(Disconnect.Reason.CONNECTION_LOST));
    second.comeBack();
    cluster.synchronise(); // The connection there has not ended yet.
    cluster.deliver();

    assertThat(resumes(a.stranger(), meanwhile.session.resumeToken()))
        .isInstanceOf(Reply.Resumed.class);
  }

  private static Command resume(Person person) {
    return new Command.Resume(person.session.resumeToken());
  }

  @Test
  void clientsOfAllServersAreListed() {
    assertThat(a.chat.everywhere().map(session -> session.nick()))
        .containsExactlyInAnyOrder(new Nick("alice"), new Nick("bob"));
  }

  @Test
  void missedMetadataIsReadAgain() {
    RoomName lobby = RoomName.LOBBY;
    a.metadataStore.set(new MetadataStore.OfRoom(lobby), "url", "a", 0);
    second.missChanges();

    assertThat(b.chat.metadata().of(lobby)).isEqualTo(Map.of("url", "a"));
  }

  @Test
  void missedChangesAreReadAgain() {
    a.moderationStore.impose(
        a.chat
            .moderation()
            .ban(Ban.Kind.BAN, null, new Ban.OfNick(new Nick("bob")), null, "out", "admin"));
    second.missChanges();
    cluster.deliver();

    assertThat(bob.endpoint.closed().reason()).isEqualTo(Disconnect.Reason.BANNED);
  }
}
