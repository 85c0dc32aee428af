package dev.parley.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.ChatTester.Pending;
import dev.parley.chat.ChatTester.Person;
import dev.parley.chat.account.Secret;
import dev.parley.chat.account.TokenScope;
import dev.parley.chat.account.Tokens;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.audit.Actor;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.moderation.AddressRange;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.Ban.Kind;
import dev.parley.chat.moderation.Lockdown;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.moderation.RoleGrant;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.operator.AccountAdmin.AccountChange;
import dev.parley.chat.operator.Moderation;
import dev.parley.chat.session.Session;
import java.time.Duration;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests moderation among people who log in. */
class KnownPeopleTests {

  private static final Actor ADMIN = Actor.admin("198.51.100.1");
  private static final Secret SECRET = new Secret("correct horse");

  private final ChatTester tester = new ChatTester();
  private final Moderation moderation = tester.chat.moderation();

  private static Reply logIn(Person person, String name) {
    return person.does(new Command.Login(name, SECRET));
  }

  private Person loggedIn(String name) {
    tester.account(name);
    Person person = tester.stranger();
    assertThat(logIn(person, name)).isInstanceOf(Reply.LoggedIn.class);
    return person;
  }

  private Person admin(String name) {
    assertThat(tester.accountAdmin.create(name, SECRET, true)).isInstanceOf(Outcome.Ok.class);
    return loggedIn(name);
  }

  private Ban impose(Kind kind, @Nullable String room, Ban.Target target) {
    return ChatTester.value(moderation.impose(ADMIN, kind, room, target, null, "spam"));
  }

  private static Ban.Target account(String name) {
    return new Ban.OfAccount(new Nick(name));
  }

  private static Command say(String room) {
    return new Command.Say(room, "hello");
  }

  @Test
  void bannedAccountIsNotLoggedInToAndItsPeopleGo() {
    Person bob = loggedIn("bob");
    impose(Kind.BAN, null, account("bob"));

    assertThat(bob.endpoint.closed().reason()).isEqualTo(Disconnect.Reason.BANNED);
    Person again = tester.stranger();
    assertThat(again.told(new Command.Login("bob", SECRET))).isEqualTo("You are banned: spam.");
    assertThat(again.session.login()).isNull();
    Person guest = tester.person("guest");
    assertThat(guest.refused(new Command.Login("bob", SECRET))).isEqualTo(Refusal.BANNED);
    assertThat(guest.session.nick()).isEqualTo(new Nick("guest"));
  }

  @Test
  void bannedNameIsNotLoggedInTo() {
    tester.account("bob");
    impose(Kind.BAN, null, new Ban.OfNick(new Nick("bob")));

    assertThat(tester.person("guest").told(new Command.Login("bob", SECRET)))
        .isEqualTo("The name bob is banned: spam.");
  }

  @Test
  void whatIsAgainstAnAccountHoldsWhereItLogsIn() {
    tester.account("bob");
    Person owner = loggedIn("alice");
    owner.does(new Command.Join("ops", null));
    owner.does(new Command.Join("dev", null));
    impose(Kind.BAN, "ops", account("bob"));
    impose(Kind.MUTE, "dev", account("bob"));
    Person guest = tester.person("guest");
    guest.does(new Command.Join("ops", null));
    guest.does(new Command.Join("dev", null));

    logIn(guest, "bob");

    assertThat(guest.session.rooms()).containsExactly(RoomName.LOBBY, new RoomName("dev"));
    assertThat(guest.seen()).hasAtLeastOneElementOfType(Event.Removed.class);
    assertThat(guest.refused(say("dev"))).isEqualTo(Refusal.MUTED);
    guest.does(new Command.Rename("other"));
    assertThat(guest.refused(say("dev"))).isEqualTo(Refusal.MUTED);
  }

  @Test
  void levelsKnowThoseWhoLogIn() {
    tester.account("bob");
    tester.accountAdmin.create("root", SECRET, true);
    Secret token =
        ChatTester.value(
                tester.accountAdmin.issue("ci", Set.of(TokenScope.MESSAGES_WRITE), null, null))
            .secret();
    moderation.changeLockdown(ADMIN, Lockdown.Level.REGISTERED_ONLY, "raid");

    assertThat(tester.stranger().refused(new Command.Arrive("guest")))
        .isEqualTo(Refusal.NOT_LET_IN);
    assertThat(logIn(tester.stranger(), "bob")).isInstanceOf(Reply.LoggedIn.class);
    assertThat(tester.stranger().does(new Command.LoginByToken(token)))
        .isInstanceOf(Reply.LoggedIn.class);

    moderation.changeLockdown(ADMIN, Lockdown.Level.CLOSED, "");
    Person late = tester.stranger();
    assertThat(late.told(new Command.Login("bob", SECRET))).isEqualTo("Nobody is let in now.");
    assertThat(late.session.login()).isNull();
    assertThat(tester.stranger().refused(new Command.LoginByToken(token)))
        .isEqualTo(Refusal.NOT_LET_IN);
    assertThat(logIn(tester.stranger(), "root")).isInstanceOf(Reply.LoggedIn.class);
  }

  @Test
  void whoeverIsNoLongerKnownGoesWhereGuestsMayNotStay() {
    Person bob = loggedIn("bob");
    Person carol = loggedIn("carol");
    moderation.changeLockdown(ADMIN, Lockdown.Level.REGISTERED_ONLY, "");

    tester.accountAdmin.change("bob", new AccountChange(null, null, null, true, null));
    tester.accountAdmin.delete("carol");

    assertThat(bob.endpoint.closed().reason()).isEqualTo(Disconnect.Reason.NOT_LET_IN);
    assertThat(carol.endpoint.closed().reason()).isEqualTo(Disconnect.Reason.NOT_LET_IN);
  }

  @Test
  void roomOfAGuestBelongsToTheAccountThatTheyLogInTo() {
    tester.account("bob");
    Person guest = tester.person("guest");
    guest.does(new Command.Join("ops", null));
    assertThat(moderation.roles("ops")).isEmpty();

    logIn(guest, "bob");

    assertThat(moderation.roles("ops"))
        .containsExactly(new RoleGrant(new RoomName("ops"), new Nick("bob"), Role.OWNER));
  }

  @Test
  void rolesAndBansGoAlongWithANewName() {
    Person bob = loggedIn("bob");
    loggedIn("alice").does(new Command.Join("dev", null));
    bob.does(new Command.Join("ops", null));
    bob.does(new Command.Join("dev", null));
    Ban mute = impose(Kind.MUTE, "dev", account("bob"));

    tester.accountAdmin.change("bob", new AccountChange("Robert", null, null, null, null));

    assertThat(moderation.roles("ops"))
        .containsExactly(new RoleGrant(new RoomName("ops"), new Nick("Robert"), Role.OWNER));
    assertThat(bob.does(new Command.Mute("ops", "alice", null))).isInstanceOf(Reply.Imposed.class);
    assertThat(moderation.ban(mute.id()).target()).isEqualTo(account("robert"));
    assertThat(bob.refused(say("dev"))).isEqualTo(Refusal.MUTED);
    assertThat(moderation.lift(ADMIN, mute.id(), "")).isInstanceOf(Outcome.Ok.class);
    assertThat(bob.does(say("dev"))).isNotInstanceOf(Reply.Refused.class);
  }

  @Test
  void rolesGoWithTheAccountAndBansStay() {
    loggedIn("bob").does(new Command.Join("ops", null));
    Ban ban = impose(Kind.BAN, null, account("carol"));
    tester.account("carol");
    tester.accountAdmin.delete("bob");
    tester.accountAdmin.delete("carol");

    assertThat(moderation.roles("ops")).isEmpty();
    assertThat(moderation.ban(ban.id())).isEqualTo(ban);
  }

  @Test
  void roleIsGivenOnlyToAnAccount() {
    loggedIn("alice").does(new Command.Join("ops", null));

    assertThat(moderation.give(ADMIN, "ops", "nobody", Role.VOICE, ""))
        .isEqualTo(Outcome.refused(Refusal.NO_SUCH_ACCOUNT, "There is no account nobody."));
    assertThat(moderation.give(ADMIN, "ops", "nobody", null, "")).isEqualTo(Outcome.success());
  }

  @Test
  void tokenKeepsOrderOnlyWithItsScope() {
    loggedIn("alice").does(new Command.Join("ops", null));
    tester.person("troll").does(new Command.Join("ops", null));
    Person weak = bearing("weak", TokenScope.MESSAGES_WRITE);
    Person strong = bearing("strong", TokenScope.BANS_WRITE);

    assertThat(weak.told(new Command.Kick("ops", "troll", "")))
        .isEqualTo("Your token is not for keeping order: it lacks the scope bans:write.");
    assertThat(strong.does(new Command.Kick("ops", "troll", ""))).isEqualTo(Reply.Done.INSTANCE);
    assertThat(tester.audit.changes().getLast().by())
        .isEqualTo(
            new Actor(Actor.Kind.TOKEN, "strong", strong.session.endpoint().remoteAddress()));
  }

  private Person bearing(String name, TokenScope scope) {
    Tokens.Issued issued =
        ChatTester.value(tester.accountAdmin.issue(name, Set.of(scope), "alice", null));
    Person person = tester.stranger();
    person.does(new Command.LoginByToken(issued.secret()));
    person.does(new Command.Join("ops", null));
    return person;
  }

  @Test
  void banOfAnAddressIsNotAgainstTheAdminsThere() {
    tester.accountAdmin.create("root", SECRET, true);
    Person root = tester.strangerFrom("198.51.100.7");
    logIn(root, "root");
    moderation.impose(
        ADMIN,
        Kind.BAN,
        null,
        new Ban.OfAddress(AddressRange.parse("198.51.100.0/24")),
        null,
        "spam");

    assertThat(root.endpoint.closed()).isNull();
    assertThat(root.does(new Command.Rename("boss"))).isInstanceOf(Reply.Renamed.class);
  }

  @Test
  void adminKeepsOrderEverywhere() {
    Person root = admin("root");
    Person owner = loggedIn("alice");
    owner.does(new Command.Join("ops", null));
    root.does(new Command.Join("ops", null));

    assertThat(root.does(new Command.Kick("ops", "alice", ""))).isEqualTo(Reply.Done.INSTANCE);
    assertThat(root.does(new Command.BanTarget("lobby", "alice", Duration.ofHours(1), "spam")))
        .isInstanceOf(Reply.Imposed.class);
    assertThat(owner.endpoint.closed().reason()).isEqualTo(Disconnect.Reason.BANNED);
    tester.accountAdmin.change("root", new AccountChange(null, null, false, null, null));
    assertThat(root.refused(new Command.Kick("lobby", "nobody", "")))
        .isEqualTo(Refusal.NOT_ALLOWED);
  }

  @Test
  void invitationIsKeptByWhoeverComesBack() {
    Person alice = loggedIn("alice");
    alice.does(new Command.Join("ops", null));
    tester.operator.change(
        "ops", "parley", null, new RoomSettings(true, false, "sesame", 0, 0, null));
    Person bob = tester.stranger();
    bob.endpoint.resuming();
    String token = ((Reply.Arrived) bob.does(new Command.Arrive("bob"))).token();
    alice.does(new Command.Invite("ops", "bob"));
    tester.chat.disconnect(bob.session, Disconnect.of(Disconnect.Reason.CONNECTION_LOST));

    Person again = tester.stranger();
    Pending comeback = again.begins(new Command.Resume(token));
    comeback.finish();

    assertThat(again.does(new Command.Join("ops", null))).isInstanceOf(Reply.Entered.class);
    again.does(new Command.Leave("ops"));
    assertThat(again.refused(new Command.Join("ops", null))).isEqualTo(Refusal.WRONG_KEY);
  }

  @Test
  void newestInvitationsWait() {
    Person alice = loggedIn("alice");
    Person bob = tester.person("bob");
    for (int i = 0; i <= Session.MAX_INVITATIONS; i++) {
      alice.does(new Command.Join("r" + i, null));
      tester.operator.change(
          "r" + i, "parley", null, new RoomSettings(true, false, "sesame", 0, 0, null));
      alice.does(new Command.Invite("r" + i, "bob"));
    }

    assertThat(bob.refused(new Command.Join("r0", null))).isEqualTo(Refusal.WRONG_KEY);
    assertThat(bob.does(new Command.Join("r1", null))).isInstanceOf(Reply.Entered.class);
  }
}
