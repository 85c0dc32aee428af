package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.name.Nick;
import dev.parley.chat.session.Session;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests accounts that are always on over real sockets. */
class AlwaysOnTests {

  @RegisterExtension static final SharedServer SERVER = new SharedServer("parley.resume.hold=2m");

  static final String LOGIN = "/login alice correct horse";
  static final String AWAY = "not connected; messages wait for a return";
  private static final Pattern TOKEN = Pattern.compile("-- After a drop.*: /resume (\\S+)");
  private static final Pattern ID = Pattern.compile("\"id\":\"([^\"]+)\"");

  /** Registers alice, who is always on and in #ops. */
  static TestClient alice(TestServer server) {
    TestClient alice = server.join("alice");
    alice.send("/register correct horse").expectUntil("-- alice is your account now.*");
    alice
        .send("/always-on on")
        .expectLine("-- alice is always on: without a connection you stay in your rooms.");
    return alice.send("/join ops").expectUntil("-- You are alice in #ops.*");
  }

  static Session session(TestServer server) {
    return Objects.requireNonNull(server.chat().holder(new Nick("alice")));
  }

  static void awaitAbsence(TestServer server) {
    await().until(() -> session(server).isAbsent());
  }

  static TestClient ops(TestServer server, String name) {
    return server.join(name).send("/join ops").expectUntil("-- You are .* in #ops.*");
  }

  static void awaitDeparture(TestServer server) {
    await().until(() -> server.chat().holder(new Nick("alice")) == null);
  }

  @Test
  void whoQuitsStaysAndSeesOnReturnWhatWasMissed(TestServer server) {
    try (TestClient alice = alice(server);
        TestClient bob = ops(server, "bob")) {
      alice.expectUntil("-- bob joined #ops .*");
      bob.send("seen");
      alice.expectLine("<bob> seen");
      alice.send("/quit good night").rest();
      awaitAbsence(server);
      bob.send("one").send("/msg alice psst");
      bob.expectLine("[you -> alice] psst").expectLine("-- alice is away: " + AWAY);
      bob.send("two").send("/who").expectLine("-- 2 in #ops: alice (owner, away: " + AWAY + "),");
      bob.expectLine("-- bob");
      assertThat(SharedServer.call(server, "GET /clients?nick=alice"))
          .contains("\"connections\":0,", "\"rooms\":[\"lobby\",\"ops\"]");

      try (TestClient again = server.connect()) {
        again.send(LOGIN).expectUntil("-- After a drop, come back with: /resume .*");
        again.expectLine("-- You are logged in as alice.");
        again.expectLine("-- You are alice again. You missed 2 lines.");
        again.expect("[0-9:]+ <bob> one").expect("[0-9:]+ <bob> two");
        again.expectLine("-- You are back in #lobby with bob.");
        again.expectLine("-- You are back in #ops with bob.");
        again.expectLine("[bob -> you] psst");
        bob.send("/who").expectLine("-- 2 in #ops: bob, alice (owner)");
        bob.send("three");
        again.expectLine("<bob> three");
        again.send("hello");
        bob.expectLine("<alice> hello");
        again.reset();
      }
      awaitAbsence(server);
      bob.send("four").send("/who").expectUntil("-- alice \\(owner, away: .*");
      try (TestClient again = server.connect()) {
        again.send(LOGIN).expectUntil("-- You are alice again. You missed 1 line.");
        again.send("/always-on off").expectUntil("-- alice is not always on: .*");
        again.send("/quit").rest();
      }
      bob.expectUntil("-- alice left #ops \\(1 here\\)");
    }
  }

  @Test
  void whoGivesANameFirstIsBackAfterTheLogin(TestServer server) {
    try (TestClient alice = alice(server);
        TestClient bob = ops(server, "bob")) {
      alice.send("/quit").rest();
      awaitAbsence(server);
      bob.send("missed").send("/who").expect("-- 2 in #ops: .*");
      try (TestClient again = server.connect()) {
        again.send("alice").expectUntil("-- You are alice_2 in #lobby.*");
        again.send(LOGIN).expectUntil("-- You are alice again. You missed 1 line.");
        again.expect("[0-9:]+ <bob> missed").expectUntil("-- You are back in #ops with bob.");
        again.send("here");
        bob.expectUntil("<alice> here");
        assertThat(server.chat().population()).isEqualTo(2);
      }
    }
  }

  @Test
  void tokenOfTheLastConnectionResumesToo(TestServer server) {
    try (TestClient bob = ops(server, "bob");
        TestClient alice = server.join("alice")) {
      Matcher token = TOKEN.matcher(alice.line());
      while (!token.find()) {
        token = TOKEN.matcher(alice.line());
      }
      alice.send("/register correct horse").expectUntil("-- alice is your account now.*");
      alice.send("/always-on on").expectUntil("-- alice is always on.*");
      alice.send("/join ops").expectUntil("-- You are alice in #ops.*");
      alice.send("/quit").rest();
      awaitAbsence(server);
      bob.send("missed").send("/who").expectUntil("-- 2 in #ops: .*");
      try (TestClient again = server.connect()) {
        again.send("/resume " + token.group(1));
        again.expectUntil("-- You are alice again. You missed 1 line.");
      }
    }
  }

  @Test
  void furtherSessionOfTheAccountLeavesAsOthersDo(TestServer server) {
    try (TestClient alice = alice(server);
        TestClient bob = ops(server, "bob");
        TestClient second = server.connect()) {
      second.send(LOGIN).expectUntil("-- alice is taken.*|.*You are alice_2.*");
      second.send("/join ops").expectUntil("-- You are alice_2 in #ops.*");
      bob.expectUntil("-- alice_2 joined #ops .*");
      second.send("/quit").rest();
      bob.expectUntil("-- alice_2 left #ops \\(2 here\\)");
      alice.send("/quit").rest();
      awaitAbsence(server);
      bob.send("/who").expectUntil("-- 2 in #ops: alice .*");
    }
  }

  @Test
  void lineThatWasShownBeforeTheLoginIsNotShownAgain(TestServer server) {
    SharedServer.call(server, "POST /accounts {\"name\":\"alice\",\"password\":\"correct horse\"}");
    SharedServer.call(server, "PATCH /accounts/alice {\"alwaysOn\":true}");
    try (TestClient bob = server.joinIrc("bob", "");
        TestClient guest = server.joinIrc("guest", "")) {
      bob.send("JOIN #ops").expectUntil(".* 366 .*");
      guest.send("JOIN #ops").expectUntil(".* 366 .*");
      bob.expect(".* JOIN #ops").send("PRIVMSG #ops :seen");
      guest.expect(".* PRIVMSG #ops :seen");
      guest
          .send("NS IDENTIFY alice correct horse")
          .expectUntil(".*You are now logged in as alice.");
      guest.send("NICK alice").expect(".* NICK alice").send("QUIT").rest();
      awaitAbsence(server);
      bob.send("PRIVMSG #ops :missed").send("PING x").expectUntil(".* PONG .*");
      try (TestClient again = AlwaysOnRestartTests.ircLogin(server.connectIrc())) {
        again.expectUntil(".* BATCH \\+\\S+ chathistory #ops");
        again.expect("\\S+ :bob!\\S+ PRIVMSG #ops :missed").expect(".* BATCH -.*");
      }
    }
  }

  @Test
  void apiEndsASessionWithoutAConnection(TestServer server) {
    try (TestClient bob = server.join("bob")) {
      for (String request :
          List.of(
              "DELETE /clients/ID",
              "POST /bans {\"nick\":\"alice\"}",
              "PATCH /accounts/alice {\"alwaysOn\":false}",
              "PATCH /accounts/alice {\"password\":\"other horse\"}",
              "PATCH /accounts/alice {\"disabled\":true}",
              "DELETE /accounts/alice")) {
        SharedServer.call(
            server, "POST /accounts {\"name\":\"alice\",\"password\":\"correct horse\"}");
        SharedServer.call(server, "PATCH /accounts/alice {\"alwaysOn\":true}");
        try (TestClient alice = server.connect()) {
          alice.send(LOGIN).expectUntil("-- You are alice in #lobby.*").send("/quit").rest();
        }
        bob.expectUntil("-- alice joined #lobby .*");
        awaitAbsence(server);
        Matcher id = ID.matcher(SharedServer.call(server, "GET /clients?nick=alice"));
        assertThat(id.find()).isTrue();
        assertThat(SharedServer.call(server, request.replace("ID", id.group(1))))
            .as(request)
            .startsWith("20");
        bob.expect("-- alice (left|was kicked|was banned).* #lobby.*");
        awaitDeparture(server);
        assertThat(SharedServer.call(server, "GET /clients?nick=alice")).contains("[]");
        SharedServer.call(server, "DELETE /accounts/alice");
        for (var ban : server.chat().moderation().bans()) {
          SharedServer.call(server, "DELETE /bans/" + ban.id());
        }
      }
    }
  }

  @Test
  void whoIsRemovedFromARoomIsTold(TestServer server) {
    try (TestClient alice = alice(server)) {
      alice.send("/quit").rest();
      awaitAbsence(server);
      assertThat(SharedServer.call(server, "DELETE /rooms/ops/members/alice")).startsWith("204");
      try (TestClient again = server.connect()) {
        again.send(LOGIN).expectUntil("-- You are alice again. You missed nothing.");
        again
            .expectLine("-- #ops is gone.")
            .expectLine("-- You are back in #lobby. Nobody else is here.");
      }
    }
  }

  @Test
  void pageAndJsonClientsComeBackByTheirLogin(TestServer server) {
    try (TestClient alice = alice(server);
        TestClient bob = ops(server, "bob")) {
      alice.send("/quit").rest();
      awaitAbsence(server);
      bob.send("missed").send("/who").expect("-- 2 in #ops: .*");
      try (TestClient again = server.connect()) {
        again
            .send("/json on")
            .send(LOGIN)
            .expectUntil(".*\"login\":\"alice\",\"nick\":\"alice\".*");
        again.expect(".*\"type\":\"welcome\".*\"room\":\"lobby\".*");
        again.expect(".*\"type\":\"welcome\".*\"room\":\"ops\".*");
        again.expect(".*\"type\":\"message\".*\"text\":\"missed\".*");
      }
    }
  }
}
