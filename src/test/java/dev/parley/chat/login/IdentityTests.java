package dev.parley.chat.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.ScramClient;
import dev.parley.chat.ChatTester;
import dev.parley.chat.ChatTester.Pending;
import dev.parley.chat.ChatTester.Person;
import dev.parley.chat.account.Account;
import dev.parley.chat.account.AccountSettings;
import dev.parley.chat.account.AccountSettings.Registration;
import dev.parley.chat.account.AccountSettings.Reservation;
import dev.parley.chat.account.ApiToken;
import dev.parley.chat.account.ScramExchange;
import dev.parley.chat.account.Secret;
import dev.parley.chat.account.TokenScope;
import dev.parley.chat.api.Cause;
import dev.parley.chat.api.Command;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Event;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.Refusal;
import dev.parley.chat.api.Reply;
import dev.parley.chat.audit.Actor;
import dev.parley.chat.audit.Audit;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.chat.operator.AccountAdmin;
import dev.parley.chat.operator.AccountAdmin.AccountChange;
import dev.parley.chat.session.Session;
import dev.parley.store.registry.RegistryTester;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Tests login, registration, the ownership of names, and what an operator can do about it. */
class IdentityTests {

  private static final Actor ADMIN = Actor.admin("192.0.2.1");
  private static final Secret SECRET = new Secret("correct horse");

  private final ChatTester tester = new ChatTester();

  private static ChatTester tester(Registration registration, Reservation reservation) {
    return new ChatTester(
        ChatTester.limits(0, 0),
        new AccountSettings(registration, reservation, 8, 10, RegistryTester.ALWAYS_ON));
  }

  private void account(String name) {
    assertThat(tester.accountAdmin.create(name, SECRET, false)).isInstanceOf(Outcome.Ok.class);
  }

  private Person loggedIn(String name) {
    Person person = tester.stranger();
    assertThat(person.does(new Command.Login(name, SECRET))).isInstanceOf(Reply.LoggedIn.class);
    var _ = person.seen();
    return person;
  }

  private static String name(Person person) {
    return String.valueOf(person.session.nick());
  }

  private static @Nullable String account(Person person) {
    Account account = person.session.account();
    return account == null ? null : account.name().value();
  }

  @Test
  void registeringMakesTheNameOnesOwn() {
    Person bob = tester.person("bob");

    Reply reply = bob.does(new Command.Register(SECRET));

    assertThat(reply).isEqualTo(new Reply.LoggedIn(new Nick("bob"), true, new Nick("bob"), null));
    assertThat(account(bob)).isEqualTo("bob");
    assertThat(bob.refused(new Command.Register(SECRET))).isEqualTo(Refusal.ALREADY_DONE);
    assertThat(tester.registry.audit.changes())
        .singleElement()
        .satisfies(change -> {
          assertThat(change.action()).isEqualTo("account.register");
          assertThat(change.by().name()).isEqualTo("bob");
          assertThat(change.toString()).doesNotContain(SECRET.text());
        });
  }

  @Test
  void passwordHasTwoBounds() {
    Person bob = tester.person("bob");

    for (String unfit : List.of("1234567", "x".repeat(73), "é".repeat(37), " padded padded ")) {
      assertThat(bob.refused(new Command.Register(new Secret(unfit))))
          .as(unfit)
          .isEqualTo(Refusal.UNFIT_PASSWORD);
    }
    assertThat(bob.does(new Command.Register(new Secret("x".repeat(72)))))
        .isInstanceOf(Reply.LoggedIn.class);
    assertThat(tester.person("carol").does(new Command.Register(new Secret("12345678"))))
        .isInstanceOf(Reply.LoggedIn.class);
  }

  @Test
  void namesThatAreNobodysCannotBeRegistered() {
    for (String name : List.of("guest-7", "GUEST-12")) {
      assertThat(tester.person(name).refused(new Command.Register(SECRET)))
          .isEqualTo(Refusal.NAME_RESERVED);
    }
    for (String name : List.of("parley", "Admin", "guest-1")) {
      assertThat(tester.accountAdmin.create(name, SECRET, false))
          .isInstanceOfSatisfying(
              Outcome.Refused.class,
              refused -> assertThat(refused.reply().refusal()).isEqualTo(Refusal.NAME_RESERVED));
    }
  }

  @Test
  void registrationCanBeClosed() {
    ChatTester byAdmin = tester(Registration.ADMIN, Reservation.STRICT);
    assertThat(byAdmin.person("bob").refused(new Command.Register(SECRET)))
        .isEqualTo(Refusal.NOT_AVAILABLE);
    assertThat(byAdmin.accountAdmin.create("bob", SECRET, false)).isInstanceOf(Outcome.Ok.class);
    ChatTester off = tester(Registration.OFF, Reservation.STRICT);
    assertThat(off.person("bob").refused(new Command.Register(SECRET)))
        .isEqualTo(Refusal.NOT_AVAILABLE);
    assertThat(off.accountAdmin.create("bob", SECRET, false)).isInstanceOf(Outcome.Refused.class);
  }

  @Test
  void loginBringsOneInByTheNameOfTheAccount() {
    account("Bob");
    Person bob = tester.stranger();

    Reply reply = bob.does(new Command.Login("bob", SECRET));

    assertThat(reply)
        .isInstanceOfSatisfying(
            Reply.LoggedIn.class, login -> assertThat(login.arrived()).isNotNull());
    assertThat(name(bob)).isEqualTo("Bob");
    assertThat(account(bob)).isEqualTo("Bob");
    assertThat(bob.session.rooms()).containsExactly(RoomName.LOBBY);
  }

  @Test
  void loginLaterChangesTheName() {
    account("bob");
    Person guest = tester.person("someone");
    Person alice = tester.person("alice");

    guest.does(new Command.Login("bob", SECRET));

    assertThat(name(guest)).isEqualTo("bob");
    assertThat(alice.seen())
        .containsExactly(
            new Event.NickChanged(
                new Nick("someone"), new Nick("bob"), guest.session, Cause.COMMAND),
            new Event.AccountChanged(new Nick("bob"), new Nick("bob"), guest.session));
    assertThat(tester.person("someone").session.nick()).isEqualTo(new Nick("someone"));
  }

  @Test
  void accountMayBeConnectedSeveralTimes() {
    account("bob");
    assertThat(List.of(name(loggedIn("bob")), name(loggedIn("bob")), name(loggedIn("bob"))))
        .containsExactly("bob", "bob_2", "bob_3");
  }

  @Test
  void wrongPasswordAndUnknownNameAreRefusedAlike() {
    account("bob");
    Person stranger = tester.stranger();
    Reply wrong = stranger.does(new Command.Login("bob", new Secret("wrong wrong")));

    assertThat(wrong).isEqualTo(stranger.does(new Command.Login("nobody", SECRET)));
    assertThat(wrong).isEqualTo(stranger.does(new Command.Login("no name", SECRET)));
    assertThat(((Reply.Refused) wrong).refusal()).isEqualTo(Refusal.WRONG_CREDENTIALS);
    assertThat(stranger.session.nick()).isNull();
    assertThat(stranger.session.account()).isNull();
    assertThat(tester.registry.waits).as("guesses are slowed").isNotEmpty();
  }

  private Reply scram(Person person, String name, String password) {
    ScramClient client = new ScramClient(name, password);
    ScramExchange exchange = new ScramExchange();
    Reply first = person.does(new Command.AuthenticateByScram(exchange, client.first()));
    String challenge = ((Reply.Challenged) first).message();
    return person.does(new Command.AuthenticateByScram(exchange, client.last(challenge)));
  }

  @Test
  void wrongProofIsSlowedLikeAWrongPassword() {
    account("bob");
    Person stranger = tester.stranger();
    Reply wrong = scram(stranger, "bob", "wrong wrong");

    assertThat(wrong).isEqualTo(stranger.does(new Command.Login("nobody", SECRET)));
    assertThat(tester.registry.waits).as("after a wrong proof").hasSize(1);
    assertThat(scram(stranger, "nobody", SECRET.text())).isEqualTo(wrong);
    assertThat(tester.registry.waits).as("after a wrong password").hasSizeGreaterThan(1);
    assertThat(scram(stranger, "bob", SECRET.text())).isInstanceOf(Reply.Challenged.class);
    assertThat(stranger.session.account()).as("not confirmed yet").isNull();
  }

  @Test
  void eachAccountMoreIsMadeMoreSlowly() {
    for (int n = 0; n < 3; n++) {
      tester.person("p" + n).does(new Command.Register(SECRET));
    }

    assertThat(tester.registry.waits).hasSize(2);
  }

  @Test
  void registeredNameIsKeptFromOthers() {
    account("bob");
    Person stranger = tester.stranger();

    Reply reply = stranger.does(new Command.Arrive("BOB"));

    assertThat(reply)
        .isInstanceOfSatisfying(
            Reply.Arrived.class,
            arrived -> {
              assertThat(arrived.nick()).isEqualTo(new Nick("bob_2"));
              assertThat(arrived.registered()).isTrue();
            });
    assertThat(stranger.refused(new Command.Rename("bob"))).isEqualTo(Refusal.NAME_RESERVED);
  }

  @Test
  void registeredNameIsFreeWhereNamesAreNotReserved() {
    ChatTester off = tester(Registration.OPEN, Reservation.OFF);
    off.accountAdmin.create("bob", SECRET, false);
    Person guest = off.person("bob");

    assertThat(name(guest)).isEqualTo("bob");
    assertThat(guest.refused(new Command.Register(SECRET))).isEqualTo(Refusal.NAME_RESERVED);
    Person owner = off.stranger();
    owner.does(new Command.Login("bob", SECRET));
    assertThat(name(owner)).isEqualTo("bob_2");
  }

  @Test
  void serversOwnNamesAreNobodys() {
    for (AccountSettings.Reservation reservation : AccountSettings.Reservation.values()) {
      ChatTester any = tester(Registration.OPEN, reservation);
      assertThat(name(any.person("Parley"))).isEqualTo("Parley_2");
      assertThat(name(any.person("admin"))).isEqualTo("admin_2");
      assertThat(any.person("bob").refused(new Command.Rename("PARLEY")))
          .isEqualTo(Refusal.NAME_TAKEN);
    }
  }

  @Test
  void guestWhoHasANameThatIsRegisteredGetsAnother() {
    Person guest = tester.person("bob");
    Person alice = tester.person("alice");
    var _ = guest.seen();

    account("bob");

    assertThat(name(guest)).isEqualTo("bob_2");
    assertThat(alice.seen()).hasAtLeastOneElementOfType(Event.NickChanged.class);
    assertThat(told(guest)).containsExactly("bob is registered now: you are bob_2.");
    assertThat(name(loggedIn("bob"))).isEqualTo("bob");
  }

  private static List<String> told(Person person) {
    return person.seen().stream()
        .filter(Event.Noticed.class::isInstance)
        .map(event -> ((Event.Noticed) event).text())
        .toList();
  }

  @Test
  void disabledAccountLosesItsSessions() {
    account("bob");
    Person bob = loggedIn("bob");

    tester.accountAdmin.change("bob", new AccountChange(null, null, null, true, null));

    assertThat(bob.session.account()).isNull();
    assertThat(name(bob)).isEqualTo("bob_2");
    assertThat(told(bob))
        .containsExactly(
            "Your account was disabled: you are logged out.", "bob is registered: you are bob_2.");
    assertThat(bob.refused(new Command.Login("bob", SECRET))).isEqualTo(Refusal.ACCOUNT_DISABLED);
    assertThat(name(tester.person("bob"))).isEqualTo("bob_3");
    assertThat(bob.refused(new Command.Login("bob", new Secret("wrong wrong"))))
        .as("only the owner is told")
        .isEqualTo(Refusal.WRONG_CREDENTIALS);
  }

  @Test
  void deletedAccountLeavesAGuest() {
    account("bob");
    Person bob = loggedIn("bob");

    assertThat(tester.accountAdmin.delete("bob")).isEqualTo(Outcome.success());

    assertThat(bob.session.account()).isNull();
    assertThat(name(bob)).isEqualTo("bob");
    assertThat(told(bob)).hasSize(1);
    assertThat(bob.refused(new Command.Login("bob", SECRET))).isEqualTo(Refusal.WRONG_CREDENTIALS);
  }

  @Test
  void renamedAccountRenamesItsSessions() {
    account("bob");
    Person first = loggedIn("bob");
    Person second = loggedIn("bob");

    tester.accountAdmin.change("bob", new AccountChange("robert", null, true, null, null));

    assertThat(name(first)).isEqualTo("robert");
    assertThat(name(second)).isEqualTo("bob_2");
    assertThat(first.session.account()).isEqualTo(new Account(new Nick("robert"), true));
    assertThat(second.session.account()).isEqualTo(new Account(new Nick("robert"), true));
    assertThat(told(first)).containsExactly("Your account is called robert now: you are robert.");
    assertThat(name(tester.person("bob"))).as("the old name is free").isEqualTo("bob");
  }

  @Test
  void proofThatIsOutOfDateIsNone() {
    account("bob");
    Person bob = tester.stranger();
    Pending proof = bob.begins(new Command.Login("bob", SECRET));

    tester.accountAdmin.delete("bob");

    assertThat(proof.refused()).isEqualTo(Refusal.WRONG_CREDENTIALS);
    assertThat(bob.session.account()).isNull();
  }

  @Test
  void returnKeepsTheAccount() {
    account("bob");
    Session bob = tester.chat.connect(tester.transport.endpoint().resuming());
    Reply.Deferred later =
        (Reply.Deferred) tester.chat.handle(bob, new Command.Login("bob", SECRET));
    Reply.LoggedIn login = (Reply.LoggedIn) later.reply().join();
    tester.chat.disconnect(bob, Disconnect.of(Disconnect.Reason.END_OF_INPUT));
    tester.accountAdmin.change("bob", new AccountChange(null, null, true, null, null));

    Session again = tester.chat.connect(tester.transport.endpoint().resuming());
    ((Reply.Deferred) tester.chat.handle(again, new Command.Resume(login.arrived().token())))
        .reply()
        .join();

    assertThat(again.account()).as("as it is now").isEqualTo(new Account(new Nick("bob"), true));
    assertThat(again.nick()).isEqualTo(new Nick("bob"));
  }

  @Test
  void tokenThatStandsAloneBringsOneInByItsName() {
    Secret token = token("ci", Set.of(TokenScope.MESSAGES_WRITE), null);
    Person ci = tester.stranger();

    ci.does(new Command.LoginByToken(token));

    assertThat(name(ci)).isEqualTo("ci");
    assertThat(ci.session.account()).isNull();
    assertThat(ci.session.apiToken().name()).isEqualTo(new Nick("ci"));
    assertThat(ci.does(new Command.Say("lobby", "build passed")))
        .isInstanceOf(Reply.PostedAt.class);
    assertThat(name(tester.person("ci"))).as("the name is kept").isEqualTo("ci_2");
  }

  @Test
  void tokenOfAnAccountLogsInToIt() {
    tester.accountAdmin.create("bob", SECRET, true);
    Person bob = tester.stranger();

    bob.does(new Command.LoginByToken(token("bobs", Set.of(TokenScope.MESSAGES_WRITE), "bob")));

    assertThat(name(bob)).isEqualTo("bob");
    assertThat(bob.session.account())
        .as("what its scopes do not say it may not")
        .isEqualTo(new Account(new Nick("bob"), false));
  }

  @Test
  void tokenWithoutTheScopeDoesNotSpeak() {
    Person mute = tester.stranger();
    mute.does(new Command.LoginByToken(token("mute", Set.of(TokenScope.MESSAGES_READ), null)));

    for (Command command :
        List.of(
            new Command.Say("lobby", "x"),
            new Command.Emote("lobby", "x"),
            new Command.SetTopic("lobby", "x"),
            new Command.Tell("mute", "x"),
            new Command.Answer("x"))) {
      assertThat(mute.refused(command)).isEqualTo(Refusal.MISSING_SCOPE);
    }
  }

  @Test
  void tokenEnds() {
    Secret token =
        ChatTester.value(
                tester.accountAdmin.issue(
                    "ci",
                    Set.of(TokenScope.MESSAGES_WRITE),
                    null,
                    tester.clock.instant().plusSeconds(60)))
            .secret();
    Person ci = tester.stranger();
    ci.does(new Command.LoginByToken(token));
    tester.pass(Duration.ofSeconds(60));

    assertThat(ci.refused(new Command.Say("lobby", "x"))).isEqualTo(Refusal.MISSING_SCOPE);
    assertThat(tester.stranger().refused(new Command.LoginByToken(token)))
        .isEqualTo(Refusal.WRONG_CREDENTIALS);
  }

  @Test
  void revokedTokenLeavesAGuest() {
    Secret token = token("ci", Set.of(TokenScope.MESSAGES_WRITE), null);
    Person ci = tester.stranger();
    ci.does(new Command.LoginByToken(token));

    tester.accountAdmin.revoke(ci.session.apiToken().id());

    assertThat(ci.session.apiToken()).isNull();
    assertThat(told(ci)).containsExactly("Your token was revoked: you are logged out.");
    assertThat(ci.refused(new Command.LoginByToken(token))).isEqualTo(Refusal.WRONG_CREDENTIALS);
  }

  @Test
  void tokenOfADisabledAccountIsGoodForNothing() {
    account("bob");
    Secret token = token("bobs", Set.of(TokenScope.MESSAGES_WRITE), "bob");
    tester.accountAdmin.change("bob", new AccountChange(null, null, null, true, null));

    assertThat(tester.stranger().refused(new Command.LoginByToken(token)))
        .isEqualTo(Refusal.WRONG_CREDENTIALS);
  }

  @Test
  void nameIsThatOfAnAccountOrOfATokenAlone() {
    account("bob");
    token("ci", Set.of(), null);

    assertThat(tester.accountAdmin.issue("Bob", Set.of(), null, null))
        .isInstanceOf(Outcome.Refused.class);
    assertThat(tester.accountAdmin.create("CI", SECRET, false)).isInstanceOf(Outcome.Refused.class);
    assertThat(tester.accountAdmin.change("bob", new AccountChange("ci", null, null, null, null)))
        .isInstanceOf(Outcome.Refused.class);
  }

  private Secret token(String name, Set<TokenScope> scopes, @Nullable String account) {
    return ChatTester.value(tester.accountAdmin.issue(name, scopes, account, null)).secret();
  }

  @Test
  void tokenIsValidUntilItExpiresOrIsRevoked() {
    Instant end = Instant.parse("2026-11-22T10:16:30Z");
    ApiToken brief = issued("brief", null, end);
    ApiToken revoked = issued("revoked", null, null);
    LoginService authenticator = tester.registry.authenticator;
    assertThat(List.of(brief, revoked)).allMatch(authenticator::isStillValid);

    tester.accountAdmin.revoke(revoked.id());
    tester.pass(Duration.ofSeconds(59));
    assertThat(authenticator.isStillValid(revoked)).isFalse();
    assertThat(authenticator.isStillValid(brief)).isTrue();
    tester.pass(Duration.ofSeconds(1));
    assertThat(authenticator.isStillValid(brief)).isFalse();
  }

  @Test
  void tokenIsValidWhileItsAccountIs() {
    account("bob");
    ApiToken bobs = issued("bobs", "bob", null);
    LoginService authenticator = tester.registry.authenticator;
    assertThat(authenticator.isStillValid(bobs)).isTrue();

    tester.accountAdmin.change("bob", new AccountChange(null, null, null, true, null));
    assertThat(authenticator.isStillValid(bobs)).isFalse();
    tester.accountAdmin.change("bob", new AccountChange(null, null, null, false, null));
    assertThat(authenticator.isStillValid(bobs)).isTrue();
    tester.accountAdmin.delete("bob");
    assertThat(authenticator.isStillValid(bobs)).isFalse();
  }

  private ApiToken issued(String name, @Nullable String account, @Nullable Instant end) {
    return ChatTester.value(
            tester.accountAdmin.issue(name, Set.of(TokenScope.MESSAGES_READ), account, end))
        .token();
  }

  @Test
  void changesArePutOnRecordWithoutSecrets() {
    AccountAdmin accountAdmin = tester.accountAdmin.as(ADMIN, "tidying up");
    accountAdmin.create("bob", SECRET, false);
    accountAdmin.change(
        "bob", new AccountChange("bill", new Secret("another horse"), true, null, null));
    Secret token = token("ci", Set.of(TokenScope.ROOMS_READ), null);
    accountAdmin.revoke(accountAdmin.tokens().iterator().next().id());
    accountAdmin.delete("bill");

    assertThat(tester.recorded())
        .containsExactly(
            "account.create bob",
            "account.password bill",
            "account.change bob",
            "token.create ci",
            "token.delete ci",
            "account.delete bill");
    Audit.Change change = tester.audit.changes().get(2);
    assertThat(change.by()).isEqualTo(ADMIN);
    assertThat(change.reason()).isEqualTo("tidying up");
    assertThat(change.before())
        .isEqualTo("{\"name\":\"bob\",\"admin\":false,\"disabled\":false,\"alwaysOn\":false}");
    assertThat(change.after())
        .isEqualTo("{\"name\":\"bill\",\"admin\":true,\"disabled\":false,\"alwaysOn\":false}");
    assertThat(tester.audit.changes().get(3).after()).contains("\"scopes\":\"rooms:read\"");
    assertThat(tester.audit.changes())
        .noneMatch(one -> one.toString().contains("horse"))
        .noneMatch(one -> one.toString().contains(token.text()));
  }

  @Test
  void secretsShowThemselvesToNobody() {
    assertThat(new Command.Login("bob", SECRET).toString()).doesNotContain("horse");
    assertThat(new Command.Register(SECRET).toString()).doesNotContain("horse");
    assertThat(RegistryTester.OPEN.toString()).doesNotContain("horse");
  }
}
