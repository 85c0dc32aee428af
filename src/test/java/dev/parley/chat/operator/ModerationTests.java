package dev.parley.chat.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.ChatTester;
import dev.parley.chat.ChatTester.Pending;
import dev.parley.chat.ChatTester.Person;
import dev.parley.chat.SetLimits;
import dev.parley.chat.account.Account;
import dev.parley.chat.account.Secret;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Limits;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.audit.Actor;
import dev.parley.chat.audit.Audit;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.moderation.AddressRange;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.Ban.Kind;
import dev.parley.chat.moderation.Lockdown;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.moderation.RoleGrant;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.store.registry.MemoryModerationStore;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ModerationTests {

  private static final Actor ADMIN = Actor.admin("198.51.100.1");
  private static final RoomName OPS = new RoomName("ops");

  private final ChatTester tester = new ChatTester();
  private final Moderation moderation = tester.chat.moderation();

  private Person inOps(Person person) {
    person.does(new Command.Join("ops", null));
    return person;
  }

  private static Ban.Target nick(String name) {
    return new Ban.OfNick(new Nick(name));
  }

  private static Ban.Target account(String name) {
    return new Ban.OfAccount(new Nick(name));
  }

  private static Ban.Target address(String text) {
    return new Ban.OfAddress(AddressRange.parse(text));
  }

  private Outcome<Ban> ban(Ban.Target target) {
    return moderation.impose(ADMIN, Kind.BAN, null, target, null, "spam");
  }

  private void settings(boolean moderated, boolean readOnly, boolean inviteOnly, int slow) {
    Outcome<RoomInfo> changed =
        tester.operator.change(
            "ops",
            "parley",
            null,
            new RoomSettings(
                true,
                false,
                null,
                0,
                slow,
                null,
                moderated,
                readOnly,
                inviteOnly,
                false,
                false,
                false));
    assertThat(changed).isInstanceOf(Outcome.Ok.class);
  }

  private void give(String account, Role role) {
    tester.account(account);
    assertThat(moderation.give(ADMIN, "ops", account, role, "")).isEqualTo(Outcome.success());
  }

  @Test
  void accountOwnsTheRoomThatItMakesForAsLongAsTheRoomStands() {
    Person alice = inOps(tester.member("alice", false));
    inOps(tester.person("bob"));
    alice.does(new Command.Leave("ops"));
    inOps(alice);

    assertThat(moderation.roles("ops")).containsExactly(grant("alice", Role.OWNER));
    assertThat(alice.does(new Command.Kick("ops", "bob", ""))).isEqualTo(Reply.Done.INSTANCE);
    alice.does(new Command.Leave("ops"));
    assertThat(tester.moderationStore.read().grants()).isEmpty();
  }

  private static RoleGrant grant(String account, Role role) {
    return new RoleGrant(OPS, new Nick(account), role);
  }

  @Test
  void guestOwnsTheRoomThatItMakesWhileItIsIn() {
    Person guest = inOps(tester.person("guest"));
    inOps(tester.person("bob"));
    guest.does(new Command.Leave("ops"));
    inOps(guest);

    assertThat(guest.refused(new Command.Kick("ops", "bob", ""))).isEqualTo(Refusal.NOT_ALLOWED);
  }

  @Test
  void nobodyActsOnTheirEqualsOrThoseAbove() {
    Person alice = inOps(tester.member("alice", false));
    Person mod = inOps(tester.member("mod", false));
    Person other = inOps(tester.member("other", false));
    Person admin = inOps(tester.member("root", true));
    give("mod", Role.MODERATOR);
    give("other", Role.MODERATOR);
    give("away", Role.OWNER);

    assertThat(mod.refused(new Command.Kick("ops", "alice", ""))).isEqualTo(Refusal.NOT_ALLOWED);
    assertThat(mod.refused(new Command.Mute("ops", "other", null))).isEqualTo(Refusal.NOT_ALLOWED);
    assertThat(mod.refused(new Command.BanTarget("ops", "root", null, "")))
        .isEqualTo(Refusal.NOT_ALLOWED);
    assertThat(mod.refused(new Command.BanTarget("ops", "away", null, "")))
        .isEqualTo(Refusal.NOT_ALLOWED);
    assertThat(alice.does(new Command.Kick("ops", "other", ""))).isEqualTo(Reply.Done.INSTANCE);
    assertThat(admin.does(new Command.Kick("ops", "alice", ""))).isEqualTo(Reply.Done.INSTANCE);
    assertThat(other.session.rooms()).containsExactly(RoomName.LOBBY);
  }

  @Test
  void adminsKickInTheLobbyEndsTheConnectionAndTheToken() {
    Person admin = tester.member("root", true);
    Person bob = tester.stranger();
    bob.endpoint.resuming();
    String token = ((Reply.Arrived) bob.does(new Command.Arrive("bob"))).token();

    admin.does(new Command.Kick("lobby", "bob", "spam"));

    assertThat(bob.endpoint.closed()).isEqualTo(new Disconnect(Disconnect.Reason.KICKED, "spam"));
    assertThat(tester.stranger().refused(new Command.Resume(token)))
        .isEqualTo(Refusal.UNKNOWN_TOKEN);
    tester.chat.disconnect(bob.session, bob.endpoint.closed());
    assertThat(tester.chat.population()).isEqualTo(1);
    assertThat(tester.recorded()).containsExactly("client.kick bob");
  }

  @Test
  void banOfANameKeepsItOutOfTheServerUntilItIsOver() {
    Person bob = tester.person("bob");
    Instant until = Instant.parse("2026-11-23T10:00:00Z");
    moderation.impose(ADMIN, Kind.BAN, null, nick("BOB"), until, "spam");

    assertThat(bob.endpoint.closed().text())
        .isEqualTo("you are banned until 2026-11-23 10:00 UTC: spam");
    tester.chat.disconnect(bob.session, bob.endpoint.closed());
    Person again = tester.stranger();
    assertThat(again.told(new Command.Arrive("Bob")))
        .isEqualTo("The name BOB is banned until 2026-11-23 10:00 UTC: spam.");
    again.does(new Command.Arrive("alice"));
    assertThat(again.refused(new Command.Rename("bob"))).isEqualTo(Refusal.BANNED);
    tester.pass(Duration.between(tester.clock.instant(), until).minusMillis(1));
    assertThat(again.refused(new Command.Rename("bob"))).isEqualTo(Refusal.BANNED);
    tester.pass(Duration.ofMillis(1));
    assertThat(again.does(new Command.Rename("bob"))).isInstanceOf(Reply.Renamed.class);
    assertThat(moderation.bans()).isEmpty();
  }

  @Test
  void banOfANetworkEndsItsConnectionsAndRefusesOthers() {
    Person near = tester.strangerFrom("2001:db8:0:1:0:0:0:7");
    Person far = tester.strangerFrom("2001:db8:0:2::7");
    ban(address("2001:db8:0:1::/64"));
    ban(address("198.51.100.0/24"));

    assertThat(near.endpoint.closed()).isNotNull();
    assertThat(far.endpoint.closed()).isNull();
    assertThat(tester.strangerFrom("2001:db8:0:1::ffff").endpoint.closed().text())
        .isEqualTo("you are banned: spam");
    assertThat(tester.strangerFrom("::ffff:198.51.100.9").endpoint.closed()).isNotNull();
    assertThat(tester.strangerFrom("198.51.101.9").endpoint.closed()).isNull();
  }

  @Test
  void banOfAnAccountHoldsUnderAnyName() {
    Person bob = tester.member("bob", false);
    bob.does(new Command.Rename("bill"));
    ban(account("bob"));

    assertThat(bob.endpoint.closed()).isNotNull();
    Person again = tester.stranger();
    again.session.account(new Account(new Nick("bob"), false));
    assertThat(again.told(new Command.Arrive("ben"))).isEqualTo("You are banned: spam.");
  }

  @Test
  void bannedSessionDoesNotComeBack() {
    Person bob = tester.stranger();
    bob.endpoint.resuming();
    String token = ((Reply.Arrived) bob.does(new Command.Arrive("bob"))).token();
    Person watcher = tester.person("watcher");
    tester.chat.disconnect(bob.session, Disconnect.of(Disconnect.Reason.CONNECTION_LOST));
    Person again = tester.stranger();
    Pending comeback = again.begins(new Command.Resume(token));

    ban(nick("bob"));

    assertThat(comeback.refused()).isEqualTo(Refusal.BANNED);
    assertThat(watcher.seen()).hasOnlyElementsOfType(Event.MemberLeft.class).hasSize(1);
    assertThat(tester.chat.population()).isEqualTo(1);
  }

  @Test
  void addressThatIsBannedDoesNotTakeAnothersPlace() {
    Person bob = tester.stranger();
    bob.endpoint.resuming();
    String token = ((Reply.Arrived) bob.does(new Command.Arrive("bob"))).token();
    tester.chat.disconnect(bob.session, Disconnect.of(Disconnect.Reason.CONNECTION_LOST));
    Person again = tester.strangerFrom("203.0.113.1");
    Pending comeback = again.begins(new Command.Resume(token));
    ban(address("203.0.113.1"));

    assertThat(comeback.refused()).isEqualTo(Refusal.BANNED);
    assertThat(again.refused(new Command.Resume(token))).isEqualTo(Refusal.BANNED);
  }

  @ParameterizedTest
  @EnumSource(names = {"CONNECTION_LOST", "END_OF_INPUT"})
  void whoIsBannedFromARoomIsNotBackInItAfterAReturn(Disconnect.Reason how) {
    Person owner = inOps(tester.person("owner"));
    Person bob = tester.stranger();
    bob.endpoint.resuming();
    String token = ((Reply.Arrived) bob.does(new Command.Arrive("bob"))).token();
    inOps(bob);
    tester.chat.disconnect(bob.session, Disconnect.of(how));
    owner.does(new Command.BanTarget("ops", "bob", null, ""));

    Person again = tester.stranger();
    Pending comeback = again.begins(new Command.Resume(token));
    assertThat(comeback.finish()).isInstanceOf(Reply.Resumed.class);
    assertThat(again.session.rooms()).containsExactly(RoomName.LOBBY);
    assertThat(again.refused(new Command.Join("ops", null))).isEqualTo(Refusal.BANNED);
  }

  @Test
  void whoIsTakenOutWhileAwayIsNotBackInTheRoomAfterAReturn() {
    Person owner = inOps(tester.person("owner"));
    Person bob = tester.stranger();
    bob.endpoint.resuming();
    String token = ((Reply.Arrived) bob.does(new Command.Arrive("bob"))).token();
    inOps(bob);
    tester.chat.disconnect(bob.session, Disconnect.of(Disconnect.Reason.CONNECTION_LOST));
    Person again = tester.stranger();
    Pending comeback = again.begins(new Command.Resume(token));
    owner.does(new Command.Kick("ops", "bob", ""));

    assertThat(comeback.finish()).isInstanceOf(Reply.Resumed.class);
    assertThat(again.session.rooms()).containsExactly(RoomName.LOBBY);
  }

  @Test
  void muteGoesAlongWithAReturn() {
    Person owner = inOps(tester.person("owner"));
    Person bob = tester.stranger();
    bob.endpoint.resuming();
    String token = ((Reply.Arrived) bob.does(new Command.Arrive("bob"))).token();
    inOps(bob);
    owner.does(new Command.Mute("ops", "bob", null));
    bob.does(new Command.Rename("bill"));
    tester.chat.disconnect(bob.session, Disconnect.of(Disconnect.Reason.CONNECTION_LOST));
    Person again = tester.stranger();
    Pending comeback = again.begins(new Command.Resume(token));
    comeback.finish();

    assertThat(again.told(new Command.Say("ops", "hi"))).isEqualTo("You are muted in #ops.");
  }

  @Test
  void muteHoldsForWhoeverTakesTheNameAndEndsByItself() {
    Person owner = inOps(tester.person("owner"));
    owner.does(new Command.Mute("ops", "bob", Duration.ofMinutes(10)));
    Person carol = inOps(tester.person("carol"));
    assertThat(carol.does(new Command.Say("ops", "hi"))).isInstanceOf(Reply.PostedAt.class);
    carol.does(new Command.Rename("bob"));

    assertThat(carol.told(new Command.Say("ops", "hi")))
        .isEqualTo("You are muted in #ops until 2026-11-22 10:25 UTC.");
    assertThat(carol.does(new Command.Say("lobby", "hi"))).isInstanceOf(Reply.PostedAt.class);
    tester.pass(Duration.ofMinutes(10));
    assertThat(carol.does(new Command.Say("ops", "hi"))).isInstanceOf(Reply.PostedAt.class);
  }

  @Test
  void banOfANetworkInARoomIsNotAgainstItsModerators() {
    Person owner = inOps(tester.person("owner"));
    Person bob = inOps(tester.person("bob"));
    owner.does(new Command.BanTarget("ops", "192.0.2.0/24", null, ""));

    assertThat(bob.session.rooms()).containsExactly(RoomName.LOBBY);
    assertThat(owner.session.rooms()).contains(OPS);
  }

  @Test
  void moderatorWhoIsMutedDoesNotUnmuteThemselves() {
    Person owner = inOps(tester.member("owner", false));
    Person mod = inOps(tester.member("mod", false));
    give("mod", Role.MODERATOR);
    owner.does(new Command.Mute("ops", "mod", null));

    assertThat(mod.refused(new Command.Say("ops", "hi"))).isEqualTo(Refusal.MUTED);
    assertThat(mod.refused(new Command.Unmute("ops", "mod"))).isEqualTo(Refusal.NOT_ALLOWED);
    assertThat(owner.does(new Command.Unmute("ops", "mod"))).isInstanceOf(Reply.Imposed.class);
    assertThat(mod.does(new Command.Say("ops", "hi"))).isInstanceOf(Reply.PostedAt.class);
  }

  @Test
  void othersAreNotShownAddresses() {
    Person owner = inOps(tester.person("owner"));
    Person carol = inOps(tester.person("carol"));
    Person bob = tester.strangerFrom("203.0.113.1");
    bob.does(new Command.Arrive("bob"));
    inOps(bob);
    carol.seen();
    owner.does(new Command.BanTarget("ops", "203.0.113.0/24", null, "spam"));

    assertThat(carol.seen().toString()).contains("bob").doesNotContain("203.0.113");
    assertThat(owner.does(new Command.ListMembers("ops")).toString()).doesNotContain("192.0.2");
    Person admin = inOps(tester.member("root", true));
    assertThat(admin.does(new Command.ListMembers("ops")).toString()).contains("192.0.2.1");
    assertThat(carol.does(new Command.ListMembers("ops")).toString()).doesNotContain("192.0.2");
  }

  @Test
  void onlyThoseWithAVoiceSpeakInAModeratedRoom() {
    Person alice = inOps(tester.member("alice", false));
    Person bob = inOps(tester.member("bob", false));
    settings(true, false, false, 0);

    assertThat(bob.refused(new Command.Say("ops", "hi"))).isEqualTo(Refusal.MODERATED);
    assertThat(bob.refused(new Command.SetTopic("ops", "hi"))).isEqualTo(Refusal.MODERATED);
    assertThat(alice.does(new Command.Say("ops", "hi"))).isInstanceOf(Reply.PostedAt.class);
    give("bob", Role.VOICE);
    assertThat(bob.does(new Command.Say("ops", "hi"))).isInstanceOf(Reply.PostedAt.class);
  }

  @Test
  void onlyOwnersAndOperatorsSpeakInAReadOnlyRoom() {
    Person alice = inOps(tester.member("alice", false));
    Person mod = inOps(tester.member("mod", false));
    Person admin = inOps(tester.member("root", true));
    give("mod", Role.MODERATOR);
    settings(false, true, false, 0);

    assertThat(mod.refused(new Command.Say("ops", "hi"))).isEqualTo(Refusal.READ_ONLY);
    assertThat(alice.does(new Command.Say("ops", "hi"))).isInstanceOf(Reply.PostedAt.class);
    assertThat(admin.does(new Command.Say("ops", "hi"))).isInstanceOf(Reply.PostedAt.class);
    assertThat(tester.operator.post("ops", "ci", "hi")).isInstanceOf(Outcome.Ok.class);
  }

  @Test
  void slowModeIsNotForModerators() {
    Person alice = inOps(tester.member("alice", false));
    Person bob = inOps(tester.person("bob"));
    settings(false, false, false, 10);

    for (int i = 0; i < 2; i++) {
      assertThat(alice.does(new Command.Say("ops", "hi"))).isInstanceOf(Reply.PostedAt.class);
    }
    bob.does(new Command.Say("ops", "hi"));
    assertThat(bob.refused(new Command.Say("ops", "hi"))).isEqualTo(Refusal.SLOW_MODE);
  }

  @Test
  void slowModeIsNotEscapedByGoingAndComingAgain() {
    inOps(tester.member("alice", false));
    Person bob = inOps(tester.person("bob"));
    settings(false, false, false, 10);
    bob.does(new Command.Say("ops", "hi"));

    bob.does(new Command.Leave("ops"));
    bob.does(new Command.Rename("bill"));
    inOps(bob);

    assertThat(bob.refused(new Command.Say("ops", "hi"))).isEqualTo(Refusal.SLOW_MODE);
  }

  @Test
  void roomByInvitationLetsInWhoIsInvitedOnceAndItsModerators() {
    Person alice = inOps(tester.member("alice", false));
    Person bob = tester.person("bob");
    settings(false, false, true, 0);

    assertThat(bob.told(new Command.Join("ops", null))).isEqualTo("#ops is by invitation only.");
    alice.does(new Command.Invite("ops", "bob"));
    assertThat(bob.seen())
        .contains(new Event.Invited(OPS, new Nick("alice"), alice.session, bob.session));
    assertThat(bob.does(new Command.Join("ops", null))).isInstanceOf(Reply.Entered.class);
    bob.does(new Command.Leave("ops"));
    assertThat(bob.refused(new Command.Join("ops", null))).isEqualTo(Refusal.INVITE_ONLY);
    alice.does(new Command.Leave("ops"));
    assertThat(alice.does(new Command.Join("ops", null))).isInstanceOf(Reply.Entered.class);
  }

  @Test
  void invitationOpensALockedAndFullRoom() {
    Person alice = inOps(tester.member("alice", false));
    Person bob = tester.person("bob");
    tester.operator.change(
        "ops", "parley", null, new RoomSettings(true, false, "sesame", 1, 0, null));
    alice.does(new Command.Invite("ops", "bob"));

    assertThat(bob.does(new Command.Join("ops", null))).isInstanceOf(Reply.Entered.class);
  }

  @Test
  void lobbyHasVoicesButNoOwnersAndNoBans() {
    tester.account("bob");
    assertThat(moderation.give(ADMIN, "lobby", "bob", Role.OWNER, ""))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(moderation.give(ADMIN, "lobby", "bob", Role.VOICE, "")).isEqualTo(Outcome.success());
    assertThat(moderation.impose(ADMIN, Kind.BAN, "lobby", nick("bob"), null, ""))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(moderation.impose(ADMIN, Kind.MUTE, null, nick("bob"), null, ""))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(moderation.impose(ADMIN, Kind.MUTE, "lobby", nick("bob"), null, ""))
        .isInstanceOf(Outcome.Ok.class);
  }

  @Test
  void levelDecidesWhoIsLetInAndWhoStays() {
    Person guest = tester.person("guest");
    Person bob = tester.member("bob", false);

    moderation.changeLockdown(ADMIN, Lockdown.Level.NO_NEW_GUESTS, "raid");
    assertThat(tester.stranger().told(new Command.Arrive("new")))
        .isEqualTo("Only people with an account are let in now: raid.");
    assertThat(guest.endpoint.closed()).isNull();
    assertThat(tester.member("carol", false).session.nick()).isNotNull();

    moderation.changeLockdown(ADMIN, Lockdown.Level.REGISTERED_ONLY, "raid");
    assertThat(guest.endpoint.closed().text())
        .isEqualTo("only people with an account are let in now: raid");
    assertThat(bob.endpoint.closed()).isNull();

    moderation.changeLockdown(ADMIN, Lockdown.Level.CLOSED, "");
    assertThat(tester.member("dave", false).session.nick()).isNull();
    assertThat(tester.stranger().told(new Command.Arrive("new")))
        .isEqualTo("Nobody is let in now.");
    assertThat(tester.member("root", true).session.nick()).isNotNull();
    assertThat(bob.endpoint.closed()).isNull();

    moderation.changeLockdown(ADMIN, Lockdown.Level.OPEN, "");
    assertThat(tester.person("new").session.nick()).isNotNull();
  }

  @Test
  void rulesOutliveTheChat() {
    inOps(tester.member("alice", false));
    settings(true, false, false, 0);
    give("bob", Role.MODERATOR);
    ban(nick("troll"));
    moderation.changeLockdown(ADMIN, Lockdown.Level.NO_NEW_GUESTS, "raid");

    ChatTester next = new ChatTester(ChatTester.limits(0, 0), tester.moderationStore);
    assertThat(next.chat.moderation().bans()).containsExactlyElementsOf(moderation.bans());
    assertThat(next.chat.moderation().lockdown())
        .isEqualTo(new Lockdown(Lockdown.Level.NO_NEW_GUESTS, "raid"));
    // There is no such room in that chat's log: what is left of it goes.
    assertThat(next.moderationStore.read().grants()).isEmpty();
  }

  @Test
  void roomHasSoManyBansAndNoMore() {
    ChatTester small = new ChatTester(limits(0, 0, 2));
    Person owner = small.person("owner");
    owner.does(new Command.Join("ops", null));
    owner.does(new Command.BanTarget("ops", "one", null, ""));
    owner.does(new Command.Mute("ops", "two", null));

    assertThat(owner.refused(new Command.BanTarget("ops", "three", null, "")))
        .isEqualTo(Refusal.TOO_MANY_BANS);
    assertThat(owner.does(new Command.BanTarget("ops", "one", null, "again")))
        .isInstanceOf(Reply.Imposed.class);
    owner.does(new Command.UnbanTarget("ops", "one"));
    assertThat(owner.does(new Command.BanTarget("ops", "three", null, "")))
        .isInstanceOf(Reply.Imposed.class);
  }

  private static Limits limits(int joins, int renames, int bans) {
    return new SetLimits().joins(joins, 1).renames(renames, 1).bans(bans).limits();
  }

  @Test
  void roomsAreJoinedOnlySoFast() {
    ChatTester slow = new ChatTester(limits(2, 0, 0));
    Person bob = slow.person("bob");
    assertThat(bob.does(new Command.Join("a", null))).isInstanceOf(Reply.Entered.class);
    assertThat(bob.does(new Command.Join("b", null))).isInstanceOf(Reply.Entered.class);
    assertThat(bob.does(new Command.Join("a", null))).isInstanceOf(Reply.Entered.class);
    assertThat(bob.told(new Command.Join("c", null)))
        .isEqualTo("You join rooms too fast: wait 1 s before the next one.");
    slow.pass(Duration.ofMillis(999));
    assertThat(bob.refused(new Command.Join("c", null))).isEqualTo(Refusal.TOO_MANY_JOINS);
    slow.pass(Duration.ofMillis(1));
    assertThat(bob.does(new Command.Join("c", null))).isInstanceOf(Reply.Entered.class);
  }

  @Test
  void roomsAreKnockedOnOnlySoFast() {
    ChatTester slow = new ChatTester(limits(2, 0, 0));
    Person owner = slow.person("owner");
    owner.does(new Command.Join("ops", null));
    owner.does(new Command.ChangeSetting("ops", "invite-only", "on"));
    Person bob = slow.person("bob");
    assertThat(bob.does(new Command.Knock("ops", ""))).isInstanceOf(Reply.Knocked.class);
    assertThat(bob.does(new Command.Knock("ops", ""))).isInstanceOf(Reply.Knocked.class);
    assertThat(bob.told(new Command.Knock("ops", "")))
        .isEqualTo("You knock too fast: wait 1 s before the next time.");
    slow.pass(Duration.ofSeconds(1));
    assertThat(bob.does(new Command.Knock("ops", ""))).isInstanceOf(Reply.Knocked.class);
  }

  @Test
  void banByListEndsTheExceptionOfWhoWasInvited() {
    Person alice = inOps(tester.person("alice"));
    Person bob = tester.person("bob");
    alice.does(new Command.Invite("ops", "bob"));
    inOps(bob);
    alice.does(new Command.AddToList("ops", Kind.BAN, "bob"));

    assertThat(bob.session.rooms()).contains(OPS);
    assertThat(bob.refused(new Command.Say("ops", "hi"))).isEqualTo(Refusal.BANNED);
  }

  @Test
  void whoStaysUnderBanStaysWhenTheRoomIsRenamed() {
    Person alice = inOps(tester.member("alice", false));
    Person bob = inOps(tester.person("bob"));
    alice.does(new Command.AddToList("ops", Kind.BAN, "bob"));
    alice.does(new Command.RenameRoom("ops", "works", ""));
    tester.account("rob");
    bob.does(new Command.Login("rob", new Secret("correct horse")));

    assertThat(bob.session.rooms()).contains(new RoomName("works"));
    assertThat(bob.refused(new Command.Say("works", "hi"))).isEqualTo(Refusal.BANNED);
  }

  @Test
  void ownerOfNameOfServiceIsNotToldToLogIn() {
    tester.account("NickServ");
    Person owner = tester.member("NickServ", false);
    assertThat(owner.told(new Command.Rename("NickServ"))).isEqualTo("NickServ is taken.");
  }

  @Test
  void nameIsChangedOnlySoOften() {
    ChatTester slow = new ChatTester(limits(0, 1, 0));
    Person bob = slow.person("bob");
    assertThat(bob.does(new Command.Rename("bill"))).isInstanceOf(Reply.Renamed.class);
    assertThat(bob.refused(new Command.Rename("ben"))).isEqualTo(Refusal.TOO_MANY_RENAMES);
    slow.pass(Duration.ofSeconds(1));
    assertThat(bob.does(new Command.Rename("ben"))).isInstanceOf(Reply.Renamed.class);
  }

  @Test
  void everyChangeIsPutOnRecordWithItsReasonAndWithoutSecrets() {
    Operator operator = tester.operator.as(ADMIN, "because");
    operator.create("ops", "", RoomSettings.PERSISTENT);
    operator.change("ops", "parley", "new", new RoomSettings(true, true, "sesame", 7, 0, null));
    Person bob = tester.person("bob");
    bob.does(new Command.Join("ops", "sesame"));
    operator.post("ops", "parley", "not recorded");
    operator.post("ops", "bob", "in another's name");
    operator.remove("ops", "bob", "noise");
    operator.notice(bob.session.id(), "careful \"now\"");
    operator.announce("to all");
    Ban ban = ChatTester.value(ban(nick("troll")));
    moderation.lift(ADMIN, ban.id(), "mistake");
    give("bob", Role.VOICE);
    give("bob", null);
    moderation.changeLockdown(ADMIN, Lockdown.Level.CLOSED, "raid");
    operator.kick(bob.session.id(), "out");
    operator.delete("ops");

    assertThat(tester.recorded())
        .containsExactly(
            "room.create ops",
            "room.change ops",
            "message.post ops/3",
            "room.kick bob",
            "client.notice bob",
            "announce everyone",
            "ban.add troll",
            "ban.lift troll",
            "role.change ops/bob",
            "role.change ops/bob",
            "defence.change closed",
            "client.kick bob",
            "room.delete ops");
    Audit.Query changes =
        new Audit.Query(
            "ADMIN", "room.change", "OPS", null, null, Long.MAX_VALUE, 10, Long.MAX_VALUE);
    Audit.Change change = tester.audit.read(changes).getFirst().change();
    assertThat(change.by()).isEqualTo(ADMIN);
    assertThat(change.reason()).isEqualTo("because");
    assertThat(change.before()).contains("\"hasKey\":false", "\"maxMembers\":0");
    assertThat(change.after()).contains("\"hasKey\":true", "\"maxMembers\":7");
    assertThat(change.after()).doesNotContain("sesame");
  }

  @Test
  void whatModeratorsDoIsPutOnRecordAsTheirs() {
    Person alice = inOps(tester.member("alice", false));
    alice.does(new Command.Rename("queen"));
    inOps(tester.person("bob"));
    alice.does(new Command.Kick("ops", "bob", "off topic"));

    Audit.Change change =
        tester
            .audit
            .read(
                new Audit.Query(
                    "alice", null, null, null, null, Long.MAX_VALUE, 10, Long.MAX_VALUE))
            .getFirst()
            .change();
    assertThat(change)
        .isEqualTo(
            new Audit.Change(
                tester.clock.instant(),
                new Actor(Actor.Kind.ACCOUNT, "alice", "192.0.2.1"),
                "room.kick",
                "bob",
                "off topic",
                "{\"room\":\"ops\"}",
                null));
  }

  @Test
  @Timeout(30)
  void questionCostsTheSameHoweverManyBansThereAre() {
    MemoryModerationStore moderationStore =
        new MemoryModerationStore(
            IntStream.range(0, 200_000)
                .mapToObj(i -> {
                  String network = "10." + (i >> 14) + "." + (i >> 6) % 256 + "." + i % 64 * 4;
                  Ban.Target target = address(network + "/30");
                  return new Ban("b" + i, Kind.BAN, null, target, Instant.EPOCH, null, "", "");
                })
                .toList());
    ChatTester many = new ChatTester(ChatTester.limits(0, 0), moderationStore);
    Person bob = many.person("bob");

    // With a look at each ban this would take minutes.
    for (int i = 0; i < 50_000; i++) {
      assertThat(many.strangerFrom("192.0.2.9").endpoint.closed()).isNull();
      bob.does(new Command.Say("lobby", "hi"));
    }
    assertThat(many.strangerFrom("10.1.2.3").endpoint.closed()).isNotNull();
  }
}
