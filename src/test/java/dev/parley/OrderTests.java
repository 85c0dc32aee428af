package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.Chat;
import dev.parley.chat.ChatTester;
import dev.parley.chat.account.Secret;
import dev.parley.chat.account.TokenScope;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.audit.Actor;
import dev.parley.chat.audit.Audit;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.moderation.AddressRange;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.Ban.Kind;
import dev.parley.chat.moderation.Lockdown;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.name.Nick;
import dev.parley.chat.operator.AccountAdmin;
import dev.parley.chat.operator.Moderation;
import dev.parley.chat.operator.Operator;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests moderation in a whole server, across restarts. */
class OrderTests {

  @RegisterExtension static final SharedServer SERVER = new SharedServer("parley.resume.hold=2m");

  private static final Actor ADMIN = Actor.admin("127.0.0.1");

  @TempDir private Path dataDir;

  private TestServer start() {
    return TestServer.start("parley.data-dir=" + dataDir, "parley.resume.hold=2m");
  }

  private static Outcome<Ban> ban(TestServer server, Ban.Target target, Instant until) {
    Moderation moderation = server.bean(Chat.class).moderation();
    return moderation.impose(ADMIN, Kind.BAN, null, target, until, "spam");
  }

  private static Ban.Target address(String text) {
    return new Ban.OfAddress(AddressRange.parse(text));
  }

  @Test
  void whatKeepsOrderSurvivesARestart() {
    RoomSettings settings =
        new RoomSettings(true, false, null, 0, 0, null, true, true, true, false, false, false);
    try (TestServer server = start()) {
      server.bean(Operator.class).create("ops", "", settings);
      Moderation moderation = server.chat().moderation();
      server.bean(AccountAdmin.class).create("alice", new Secret("correct horse"), false);
      moderation.give(ADMIN, "ops", "alice", Role.MODERATOR, "");
      moderation.impose(ADMIN, Kind.MUTE, "lobby", new Ban.OfNick(new Nick("bob")), null, "noise");
      ban(server, new Ban.OfNick(new Nick("troll")), Instant.parse("2999-11-23T10:00:00Z"));
      moderation.changeLockdown(ADMIN, Lockdown.Level.NO_NEW_GUESTS, "raid");
    }
    try (TestServer server = start()) {
      Moderation moderation = server.chat().moderation();
      assertThat(server.bean(Operator.class).room("ops").settings()).isEqualTo(settings);
      assertThat(moderation.roles("ops")).hasSize(1);
      server
          .connect()
          .send("bob")
          .expectUntil("!! Only people with an account are let in now: raid\\.")
          .expectLine("-- What is your name? (Enter alone makes you a guest)")
          .close();
      moderation.changeLockdown(ADMIN, Lockdown.Level.OPEN, "");
      TestClient bob = server.join("bob");
      bob.expectUntil("-- After a drop.*").send("hello");
      bob.expectLine("!! You are muted in #lobby: noise.").close();
      server
          .connect()
          .send("Troll")
          .expectUntil("!! The name troll is banned until 2999-11-23 10:00 UTC: spam\\.")
          .close();
      assertThat(
              server
                  .bean(Audit.class)
                  .read(
                      new Audit.Query(
                          "admin", null, null, null, null, Long.MAX_VALUE, 100, Long.MAX_VALUE)))
          .extracting(recorded -> recorded.change().action())
          .contains("room.create", "role.change", "mute.add", "ban.add", "defence.change");
    }
  }

  @Test
  void bannedAddressIsToldAtTheDoorAndThoseInsideAreClosed(TestServer server) {
    TestClient alice = server.join("alice").expectUntil("-- After a drop.*");
    TestClient raw = server.connectRaw();
    ban(server, address("127.0.0.0/8"), Instant.parse("2999-11-23T10:00:00Z"));

    alice.expectUntil("-- bye: you are banned until 2999-11-23 10:00 UTC: spam").expectClosed();
    raw.expectClosed();
    server
        .connect()
        .expectLine("!! You are banned until 2999-11-23 10:00 UTC: spam.")
        .expectClosed();
    server.connectRaw().expectClosed();
  }

  @Test
  void banIsNotEscapedByComingBack(TestServer server) {
    TestClient alice = server.connect().send("alice").expectUntil("-- You are alice.*");
    String token = alice.line().replaceFirst(".*/resume ", "");
    alice.reset();
    ban(server, new Ban.OfNick(new Nick("alice")), null);

    server.connect().send("/resume " + token).expectUntil("!! That token is not known.*").close();
  }

  @Test
  void banOnANameHitsAllWhoAreLoggedInByIt(TestServer server) {
    String token =
        ChatTester.value(
                server
                    .bean(AccountAdmin.class)
                    .issue("ci", Set.of(TokenScope.MESSAGES_WRITE), null, null))
            .secret()
            .text();
    TestClient first = server.connect().send("/login " + token).expectUntil("-- You are ci .*");
    TestClient second = server.connect().send("/login " + token).expectUntil("-- You are ci_2 .*");

    ban(server, new Ban.OfNick(new Nick("ci")), null);

    first.expectUntil("-- bye: you are banned.*");
    second.expectUntil("-- bye: you are banned.*");
  }

  @Test
  void guestOfTheRawListenerIsNotLetInWhereGuestsAreNot(TestServer server) {
    server.chat().moderation().changeLockdown(ADMIN, Lockdown.Level.CLOSED, "");
    server.connectRaw().expectClosed();
  }
}
