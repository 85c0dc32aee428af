package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.name.Nick;
import dev.parley.store.PostgresServer;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Tests that accounts that are always on are so after a restart of the server. */
class AlwaysOnRestartTests {

  @RegisterExtension static final PostgresServer POSTGRES = PostgresServer.withoutTables();

  @Test
  void afterARestartOneIsInTheRoomsAgain(@TempDir Path dir) {
    restart("parley.data-dir=" + dir);
  }

  @Test
  void afterARestartOnPostgresOneIsInTheRoomsAgain(@TempDir Path dir) {
    restart("parley.data-dir=" + dir, "spring.datasource.url=" + POSTGRES.url());
  }

  private static void restart(String... properties) {
    try (TestServer server = TestServer.start(properties);
        TestClient alice = AlwaysOnTests.alice(server);
        TestClient bob = AlwaysOnTests.ops(server, "bob")) {
      bob.send("seen");
      alice.expectUntil("<bob> seen");
      alice.send("/quit").rest();
      AlwaysOnTests.awaitAbsence(server);
      bob.send("one").send("/msg alice psst").expectLine("[you -> alice] psst");
      bob.expect("-- alice is away: .*");
    }
    try (TestServer server = TestServer.start(properties);
        TestClient bob = AlwaysOnTests.ops(server, "bob")) {
      assertThat(AlwaysOnTests.session(server).isAbsent()).isTrue();
      bob.send("/who")
          .expectUntil("-- 2 in #ops: alice \\(owner, away: not connected.*")
          .expectLine("-- bob");
      assertThat(SharedServer.call(server, "GET /clients?nick=alice"))
          .contains("\"connections\":0,", "\"listener\":\"line\"", "\"rooms\":[\"lobby\",\"ops\"]");
      bob.send("two").send("/who").expect("-- 2 in #ops: .*");
      try (TestClient again = server.connect()) {
        again.send(AlwaysOnTests.LOGIN).expectUntil("-- You are alice again. You missed 2 lines.");
        again.expect("[0-9:]+ <bob> one").expect("[0-9:]+ <bob> two");
        again.expectLine("-- You are back in #lobby with bob.");
        again.expectLine("-- You are back in #ops with bob.");
        again.expectLine("[bob -> you] psst");
        bob.send("/who").expectUntil("-- 2 in #ops: bob, alice \\(owner\\)");
        again.send("/join dev").expectUntil("-- You are alice in #dev.*");
      }
    }
    // She was connected as it stopped.
    try (TestServer server = TestServer.start(properties)) {
      try (TestClient again = server.joinIrc("bob", "")) {
        again.send("NAMES #dev").expect(".* 353 bob = #dev :.*alice");
        SharedServer.call(server, "PATCH /accounts/alice {\"alwaysOn\":false}");
        AlwaysOnTests.awaitDeparture(server);
      }
    }
    try (TestServer server = TestServer.start(properties)) {
      assertThat(server.chat().holder(new Nick("alice"))).isNull();
    }
  }

  @Test
  void roomThatIsRenamedAfterARestartIsStillTheirs(@TempDir Path dir) {
    String data = "parley.data-dir=" + dir;
    try (TestServer server = TestServer.start(data);
        TestClient alice = AlwaysOnTests.alice(server)) {
      alice.send("/quit").rest();
      AlwaysOnTests.awaitAbsence(server);
    }
    try (TestServer server = TestServer.start(data)) {
      assertThat(SharedServer.call(server, "POST /rooms/ops/rename {\"name\":\"works\"}"))
          .startsWith("200");
      assertThat(SharedServer.call(server, "GET /clients?nick=alice"))
          .contains("\"rooms\":[\"lobby\",\"works\"]");
      try (TestClient again = server.connect()) {
        again.send(AlwaysOnTests.LOGIN).expectUntil("-- You are back in #works.*");
      }
    }
  }

  @Test
  void strangerDoesNotGetARoomThatSomebodyHasStayedIn(@TempDir Path dir) {
    String data = "parley.data-dir=" + dir;
    try (TestServer server = TestServer.start(data);
        TestClient bob = AlwaysOnTests.ops(server, "bob");
        TestClient alice = AlwaysOnTests.alice(server)) {
      bob.expectUntil("-- alice joined #ops .*");
      alice.send("/quit").rest();
      AlwaysOnTests.awaitAbsence(server);
    }
    try (TestServer server = TestServer.start(data);
        TestClient eve = AlwaysOnTests.ops(server, "eve")) {
      eve.send("/who")
          .expectUntil("-- 2 in #ops: alice \\(owner, away: not connected.*")
          .expectLine("-- eve");
    }
  }

  @Test
  void whoGoesOnAsSomebodyElseIsNotThereAfterARestart(@TempDir Path dir) {
    String data = "parley.data-dir=" + dir;
    try (TestServer server = TestServer.start(data);
        TestClient alice = AlwaysOnTests.alice(server)) {
      SharedServer.call(
          server, "POST /accounts {\"name\":\"carol\",\"password\":\"correct horse\"}");
      alice.send("/login carol correct horse").expectUntil("-- You are logged in as carol.*");
    }
    try (TestServer server = TestServer.start(data)) {
      assertThat(server.chat().holder(new Nick("alice"))).isNull();
      assertThat(server.chat().holder(new Nick("carol"))).isNull();
    }
  }

  @Test
  void serverStartsWithoutAPersonWhoCannotBeRestored(@TempDir Path dir) throws SQLException {
    String data = "parley.data-dir=" + dir;
    try (TestServer server = TestServer.start(data);
        TestClient alice = AlwaysOnTests.alice(server)) {
      alice.send("/quit").rest();
      AlwaysOnTests.awaitAbsence(server);
    }
    try (Connection connection =
            DriverManager.getConnection("jdbc:sqlite:" + dir.resolve("parley.db"));
        Statement statement = connection.createStatement()) {
      String damage = "update always_on_session set state = json_remove(state, '$.rooms[0].room')";
      assertThat(statement.executeUpdate(damage)).isOne();
    }
    try (TestServer server = TestServer.start(data);
        TestClient again = server.connect()) {
      assertThat(server.chat().holder(new Nick("alice"))).isNull();
      again.send(AlwaysOnTests.LOGIN).expectUntil("-- You are alice in #lobby.*");
    }
  }

  @Test
  void ircClientComesBackAfterARestart(@TempDir Path dir) {
    String data = "parley.data-dir=" + dir;
    try (TestServer server = TestServer.start(data);
        TestClient bob = server.joinIrc("bob", "away-notify")) {
      SharedServer.call(
          server, "POST /accounts {\"name\":\"alice\",\"password\":\"correct horse\"}");
      SharedServer.call(server, "PATCH /accounts/alice {\"alwaysOn\":true}");
      bob.send("JOIN #ops").expectUntil(".* 366 .*");
      try (TestClient alice = server.connectIrc()) {
        ircLogin(alice).send("JOIN #ops").expectUntil(".* 366 .*");
        bob.expect(":alice!.* JOIN #ops").send("PRIVMSG #ops :seen");
        alice.expect(".* PRIVMSG #ops :seen");
        // What is sent after it tells the server that the line has arrived.
        alice.send("PING x").expect(".* PONG .*");
        alice.reset();
      }
      bob.expect(":alice!.* AWAY :not connected.*").send("PRIVMSG #ops :missed");
      bob.send("PRIVMSG alice :psst").expect(".* 301 bob alice :not connected.*");
    }
    try (TestServer server = TestServer.start(data);
        TestClient alice = server.connectIrc()) {
      ircLogin(alice).expectUntil(".* JOIN #ops").expectUntil(".* 366 .*");
      alice.expect(".* BATCH \\+\\S+ chathistory #ops");
      alice.expect("\\S+ :bob!\\S+ PRIVMSG #ops :missed").expect(".* BATCH -.*");
      alice.expect("@time=\\S+ :bob!\\S+ PRIVMSG alice :psst");
    }
  }

  static TestClient ircLogin(TestClient client) {
    client.send("CAP REQ :server-time batch").send("PASS :alice:correct horse").send("NICK alice");
    return client.send("USER alice 0 * :Alice").send("CAP END").expectUntil(".* 376 .*");
  }
}
