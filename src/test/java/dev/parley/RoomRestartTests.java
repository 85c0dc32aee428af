package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests who owns a room after a restart of the server. */
class RoomRestartTests {

  @TempDir Path dir;

  private TestServer start() {
    return TestServer.start("parley.data-dir=" + dir, "parley.resume.hold=10m");
  }

  private static void stop(TestServer server) {
    server.close();
  }

  private static TestClient joined(TestServer server, String name, String room) {
    return server.joinIrc(name, "multi-prefix").send("JOIN " + room).expectUntil(".* JOIN " + room);
  }

  private static void names(TestClient client, String names) {
    String line = client.line();
    while (!line.contains(" 353 ")) {
      line = client.line();
    }
    assertThat(line).endsWith(" :" + names);
    client.expectUntil(".* 366 .*");
  }

  private static String epoch(TestServer server, String room) {
    return server.chat().operator().room(room).position().epoch();
  }

  @Test
  void whoComesFirstOwnsARoomThatNobodyOwns() {
    String epoch;
    try (TestServer server = start();
        TestClient alice = joined(server, "alice", "#guests")) {
      names(alice, "@alice");
      epoch = epoch(server, "guests");
      stop(server); // While she is in the room.
    }
    try (TestServer server = start();
        TestClient bob = joined(server, "bob", "#guests")) {
      names(bob, "@bob");
      assertThat(epoch(server, "guests")).isEqualTo(epoch);
      bob.send("MODE #guests +t").expect(".* MODE #guests \\+t");
      try (TestClient alice = joined(server, "alice", "#guests")) {
        names(alice, "@bob alice");
      }
    }
  }

  @Test
  void roomWithAnOwnerSettingsOrBansHasNoNewOne() {
    try (TestServer server = start();
        TestClient alice = server.joinIrc("alice", "multi-prefix");
        TestClient carol = server.joinIrc("carol", "draft/account-registration")) {
      alice.send("JOIN #settings,#bans").expectUntil(".* 366 .* #bans .*");
      alice.send("MODE #settings +t").expect(".* MODE #settings \\+t");
      alice.send("MODE #bans +b nobody!*@*").expect(".* MODE #bans \\+b nobody!\\*@\\*");
      carol.send("REGISTER * * correct-horse").expectUntil(".* 900 .*");
      carol.send("JOIN #owned").expectUntil(".* 366 .* #owned .*");
      SharedServer.call(server, "POST /rooms {\"name\":\"made\"}");
      await().until(() -> !server.chat().moderation().roles("owned").isEmpty());
      stop(server); // While they are in the rooms.
    }
    try (TestServer server = start();
        TestClient bob = server.joinIrc("bob", "")) {
      for (String room : new String[] {"#settings", "#bans", "#owned", "#made", "#lobby"}) {
        names(bob.send("JOIN " + room), "bob");
      }
    }
  }
}
