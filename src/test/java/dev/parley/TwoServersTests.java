package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.audit.Actor;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.name.Nick;
import dev.parley.store.PostgresServer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Tests two whole servers on one database, which are one server to their users. */
class TwoServersTests {

  @RegisterExtension static final PostgresServer DATABASE = PostgresServer.withTables();

  private static final String SHARED = "shared";

  /** Lends two servers to the tests that do no harm to them. */
  @RegisterExtension
  static final SharedServer PAIR = new SharedServer(() -> pair(DATABASE.createDatabase(SHARED)));

  private static List<TestServer> pair(String url) {
    TestServer first = server("one", url, "100ms");
    TestServer second = server("two", url, "100ms");
    await().untilAsserted(() -> assertThat(first.chat().nodes()).hasSize(2));
    return List.of(first, second);
  }

  private static TestServer server(String name, String url, String drainTime) {
    return TestServer.start(
        "spring.datasource.url=" + url,
        "parley.cluster.enabled=true",
        "parley.cluster.name=" + name,
        "parley.cluster.drain-time=" + drainTime,
        "parley.rooms.presence-limit=4",
        "parley.resume.hold=2m");
  }

  private static TestClient joins(TestServer server, String name) {
    return server.join(name).expect("-- After a drop, come back with: /resume .*");
  }

  private static void awaitRoom(TestServer server, String name, int members, String topic) {
    await()
        .untilAsserted(() -> {
          RoomInfo room = server.chat().operator().room(name);
          assertThat(room).isNotNull();
          assertThat(room.members()).isEqualTo(members);
          assertThat(room.topic()).isEqualTo(topic);
        });
  }

  /** Makes the room "ops" at one server, and waits until the other has it. */
  private static void createRoom(TestServer first, TestServer second) {
    first.chat().operator().create("ops", "", RoomSettings.PERSISTENT);
    awaitRoom(second, "ops", 0, "");
  }

  /** The conversation of the README. */
  @Test
  void twoPeopleAtTwoServersTalk(TestServer first, TestServer second) {
    try (TestClient alice = first.connect();
        TestClient bob = second.connect()) {
      alice
          .expectLine("-- Welcome to parley. Nobody is here yet. /help lists the commands.")
          .expectLine("-- What is your name? (Enter alone makes you a guest)")
          .send("alice")
          .expectLine("-- You are alice in #lobby. Nobody else is here.")
          .expect("-- After a drop, come back with: /resume .*");
      await().untilAsserted(() -> assertThat(second.chat().population()).isEqualTo(1));
      try (TestClient newcomer = second.connect()) {
        newcomer
            .expectLine("-- Welcome to parley. 1 person is here. /help lists the commands.")
            .expectLine("-- What is your name? (Enter alone makes you a guest)")
            .send("bob")
            .expectLine("-- You are bob in #lobby with alice.")
            .expect("-- After a drop, come back with: /resume .*");
        alice.expectLine("-- bob joined #lobby (2 here)").send("hello");
        newcomer.expectLine("<alice> hello").send("hi alice!").send("/me waves");
        alice
            .expectLine("<bob> hi alice!")
            .expectLine("* bob waves")
            .send("/msg bob lunch?")
            .expectLine("[you -> bob] lunch?");
        newcomer
            .expectLine("[alice -> you] lunch?")
            .send("/reply yes, at noon")
            .expectLine("[you -> alice] yes, at noon");
        alice.expectLine("[bob -> you] yes, at noon");
        newcomer
            .send("/join ops")
            .expectLine("-- You are bob in #ops. Nobody else is here.")
            .send("/topic Deploys only")
            .expectLine("-- bob changed the topic of #ops to: Deploys only");
        awaitRoom(first, "ops", 1, "Deploys only");
        alice
            .send("/rooms")
            .expectLine("-- #lobby (2 here)")
            .expectLine("-- #ops (1 here): Deploys only");
        newcomer.send("/quit see you").expectLine("-- bye: 5 lines accepted");
        alice.expectLine("-- bob left #lobby (1 here): see you");
      }
      assertThat(bob.available()).isNotNegative();
    }
  }

  @Test
  void renamedRoomGoesOnAtBoth(TestServer first, TestServer second) {
    createRoom(first, second);
    try (TestClient alice = joins(first, "alice");
        TestClient bob = joins(second, "bob")) {
      alice.send("/join ops").expectUntil("-- You are alice in #ops.*");
      bob.send("/join ops").expectUntil("-- You are bob in #ops.*");
      awaitRoom(first, "ops", 2, "");
      awaitRoom(second, "ops", 2, "");
      Ban.Target mallorys = new Ban.OfNick(new Nick("mallory"));
      assertThat(
              first
                  .chat()
                  .moderation()
                  .impose(Actor.admin(""), Ban.Kind.BAN, "ops", mallorys, null, "x"))
          .isInstanceOf(Outcome.Ok.class);
      await()
          .until(() ->
              second.chat().moderation().bans().stream()
                  .anyMatch(ban -> ban.target().equals(mallorys)));

      assertThat(second.chat().operator().rename("ops", "works")).isInstanceOf(Outcome.Ok.class);

      alice.expectUntil("-- #ops was renamed to #works").send("hello");
      bob.expectUntil("-- #ops was renamed to #works").expectUntil("<alice> hello").send("hi");
      alice.expectLine("<bob> hi");
      assertThat(first.chat().operator().room("ops")).isNull();
      assertThat(second.chat().operator().room("ops")).isNull();
      assertThat(first.chat().operator().room("works").position())
          .isEqualTo(second.chat().operator().room("works").position());
      for (TestServer server : List.of(first, second)) {
        try (TestClient mallory = server.join("mallory")) {
          mallory
              .send("/join ops")
              .expectUntil("!! #ops is called #works now: /join #works.")
              .send("/join works")
              .expectUntil("!! You are banned from #works: x.")
              .send("/quit")
              .expectUntil("-- bye: .*");
        }
        await().untilAsserted(() -> assertThat(server.chat().population()).isEqualTo(2));
      }
      // Another room of the former name, made by who was there.
      alice.send("/join ops").expectUntil("-- You are alice in #ops. Nobody else is here.");
      awaitRoom(second, "ops", 1, "");
    }
  }

  @Test
  void nameIsUniqueOverBoth(TestServer first, TestServer second) {
    try (TestClient bob = joins(first, "bob");
        TestClient other = second.connect()) {
      other.send("bob").expectUntil("-- bob is taken.*|.*bob_2.*");
      await().untilAsserted(() -> assertThat(second.chat().population()).isEqualTo(2));
      assertThat(bob.available()).isNotNegative();
    }
  }

  @Test
  void banAtOneServerEndsTheSessionAtTheOther(TestServer first, TestServer second) {
    try (TestClient bob = joins(second, "bob")) {
      var _ =
          first
              .chat()
              .moderation()
              .impose(
                  Actor.admin(""), Ban.Kind.BAN, null, new Ban.OfNick(new Nick("bob")), null, "x");
      bob.expectUntil(".*you are banned: x.*").expectClosed();
    }
  }

  @Test
  void sessionIsResumedAtTheOtherServer(TestServer first, TestServer second) {
    try (TestClient alice = joins(first, "alice");
        TestClient bob = second.join("bob")) {
      String token = bob.line().replaceFirst(".*/resume ", "");
      alice.expectLine("-- bob joined #lobby (2 here)").send("one");
      bob.expectUntil("<alice> one"); // The news of alice may come before it.
      bob.reset();
      await()
          .untilAsserted(() ->
              assertThat(second.chat().sessions())
                  .noneMatch(session -> new Nick("bob").equals(session.nick())));
      alice.send("two");
      try (TestClient back = first.connect()) {
        back.send("/resume " + token)
            .expectUntil("-- You are bob again.*")
            .expectUntil(".*<alice> two")
            .send("here I am");
        alice.expectLine("<bob> here I am");
      }
    }
  }

  @Test
  void ircClientsOfBothServersSeeEachOther(TestServer first, TestServer second) {
    try (TestClient alice = first.joinIrc("alice", "message-tags")) {
      alice.send("MONITOR + bob").expectUntil(":parley 731 alice bob");
      try (TestClient bob = second.joinIrc("bob", "message-tags")) {
        alice.expectUntil(":parley 730 alice :?bob!.*");
        alice.send("JOIN #ops").expectUntil(".* 366 .*");
        awaitRoom(second, "ops", 1, "");
        bob.send("JOIN #ops").expectUntil(".* 366 .*");
        alice.expectUntil(".*:bob!.* JOIN .*#ops.*");
        alice.send("MODE #ops +v bob").expectUntil(".*:alice!.* MODE #ops \\+v bob");
        bob.expectUntil(".*:alice!.* MODE #ops \\+v bob");
        bob.send("@+typing=active TAGMSG #ops");
        alice.expectUntil("@.*\\+typing=active :bob!.* TAGMSG #ops");
        alice.send("PRIVMSG bob :\u0001VERSION\u0001");
        bob.expectUntil(".*:alice!.* PRIVMSG bob :?\u0001VERSION\u0001");
        bob.send("NOTICE alice :\u0001VERSION nc\u0001");
        alice.expectUntil(".*:bob!.* NOTICE alice :\u0001VERSION nc\u0001");
        bob.send("QUIT");
      }
      alice.expectUntil(":parley 731 alice :?bob");
    }
  }

  @Test
  void whatPeopleAndRoomsTellIsKnownAtBothServers(TestServer first, TestServer second) {
    try (TestClient alice = first.joinIrc("alice", "draft/metadata-2 batch");
        TestClient bob = second.joinIrc("bob", "draft/metadata-2 batch")) {
      bob.send("METADATA * SUB display-name url").expectUntil(":parley 770 .*");
      alice.send("JOIN #ops").expectUntil(".* 366 .*");
      awaitRoom(second, "ops", 1, "");
      bob.send("JOIN #ops").expectUntil(".* 366 .*");
      alice.expectUntil(".*:bob!.* JOIN .*#ops.*");

      alice.send("METADATA * SET display-name :Alice L.");
      bob.expectUntil(":alice!.* METADATA alice display-name \\* :Alice L\\.");
      bob.send("METADATA alice GET display-name");
      bob.expectUntil(".* 761 bob alice display-name \\* :Alice L\\.");
      alice.send("METADATA #ops SET url http://example.org");
      bob.expectUntil(":alice!.* METADATA #ops url \\* http://example.org");
      alice.send("METADATA #ops SET url");
      bob.expectUntil(":alice!.* METADATA #ops url \\*");

      alice.send("PRIVMSG NickServ :REGISTER correct horse").expectUntil(".*NOTICE alice.*");
      alice.send("METADATA * SET display-name :Alice of the account");
      bob.expectUntil(":alice!.* METADATA alice display-name \\* :Alice of the account");
      try (TestClient carol = second.joinIrc("carol", "draft/metadata-2 batch")) {
        carol.send("METADATA * SUB display-name").expectUntil(":parley 770 .*");
        carol.send("JOIN #ops");
        carol.expectUntil(".* METADATA alice display-name \\* :Alice of the account");
      }
    }
  }

  @Test
  void whoSpeaksInALargeRoomIsShownToHaveJoinedAtTheOtherServer(
      TestServer first, TestServer second) {
    try (TestClient alice = first.joinIrc("alice", "");
        TestClient bob = second.joinIrc("bob", "");
        TestClient carol = second.joinIrc("carol", "");
        TestClient eve = second.joinIrc("eve", "");
        TestClient dora = second.joinIrc("dora", "")) {
      alice.send("JOIN #ops").expect(":alice!.* JOIN #ops").expect(".* 353 .*").expect(".* 366 .*");
      awaitRoom(second, "ops", 1, "");
      for (TestClient guest : List.of(bob, carol, eve, dora)) {
        guest.send("JOIN #ops").expect(".* JOIN #ops").expect(".* 353 .*").expect(".* 366 .*");
      }
      alice.expect(":bob!.* JOIN #ops").expect(":carol!.* JOIN #ops").expect(":eve!.* JOIN #ops");
      awaitRoom(first, "ops", 5, "");
      alice
          .send("NAMES #ops")
          .expectLine(":parley 353 alice = #ops :@alice bob carol eve")
          .expect(".* 366 .*");
      dora.send("PRIVMSG #ops :hi");
      alice.expect(":dora!\\S+ JOIN #ops").expect(":dora!\\S+ PRIVMSG #ops :hi");
      dora.send("PART #ops").expect(":dora!.* PART #ops");
      alice.expect(":dora!.* PART #ops");
    }
  }

  /** The table is empty after a crash of the database, until each server has registered again. */
  @Test
  void sessionIsResumedThoughItIsNotRegistered() {
    List<TestServer> pair = pair(DATABASE.url());
    try (TestServer first = pair.getFirst();
        TestServer second = pair.getLast();
        TestClient bob = second.join("bob")) {
      String token = bob.line().replaceFirst(".*/resume ", "");
      DATABASE.execute(
          "create function reject() returns trigger language plpgsql as"
              + " $$ begin return null; end $$;"
              + "create trigger reject before insert on node_session"
              + " for each row execute function reject();"
              + "truncate node_session");
      try (TestClient back = first.connect()) {
        back.send("/resume " + token).expectUntil("-- You are bob again.*");
      }
    }
  }

  @Test
  void peopleAreToldOfLinesThatTheDatabaseHasLost() {
    List<TestServer> pair = pair(DATABASE.url());
    try (TestServer first = pair.getFirst();
        TestServer second = pair.getLast();
        TestClient alice = joins(first, "alice");
        TestClient bob = joins(second, "bob");
        TestClient bot = second.join("bot");
        TestClient dropped = second.join("carol")) {
      String token = bot.line().replaceFirst(".*/resume ", "");
      String other = dropped.line().replaceFirst(".*/resume ", "");
      dropped.send("/join ops").expectUntil("-- You are carol in #ops.*").reset();
      alice.expectUntil("-- carol joined #lobby .*").send("kept").send("lost");
      bot.expectUntil("<alice> lost").send("/json on").expectUntil(".*\"notice\".*");
      try (HttpStream stream =
          HttpStream.open(
              second.httpPort(),
              TestServer.PASSWORD,
              "/api/v1/rooms/lobby/stream",
              "Accept: text/event-stream",
              "Last-Event-ID: 0")) {
        assertThat(stream.event()).containsEntry("id", "1");
        assertThat(stream.event()).containsEntry("id", "2");
        failOverToLaggingStandby(1);
        String told = "-- #lobby has lost its newest lines: the log goes on after line 1.";
        alice.expectUntil(told);
        bob.expectUntil(told);
        assertThat(lineWith(bot, "renewed")).contains("\"room\":\"lobby\"", "\"offset\":1");
        assertThat(stream.event().toString()).contains("log-renewed");
      }
      await()
          .untilAsserted(() ->
              assertThat(first.chat().operator().post("lobby", "ci", "other"))
                  .isInstanceOf(Outcome.Ok.class));
      bob.expectUntil("<ci> other");
      RoomInfo room = first.chat().operator().room("lobby");
      assertThat(lineWith(bot, "other"))
          .contains("\"offset\":2", "\"epoch\":\"" + room.position().epoch() + "\"");
      bot.reset();
      await()
          .untilAsserted(() ->
              assertThat(second.chat().sessions())
                  .noneMatch(session -> new Nick("bot").equals(session.nick())));
      bob.send("next");
      alice.expectUntil("<bob> next");
      try (TestClient back = first.connect()) {
        back.send("/resume " + token).expectUntil("-- You are bot again.*");
        back.expectUntil(".*<bob> next");
      }
      try (TestClient back = second.connect()) {
        back.send("/resume " + other)
            .expectUntil("-- You are carol again.*")
            .expectUntil(".*<ci> other")
            .expectUntil("-- .*#ops.*");
      }
    }
  }

  private static String lineWith(TestClient client, String word) {
    String line = client.line();
    while (!line.contains('"' + word + '"')) {
      line = client.line();
    }
    return line;
  }

  private static void failOverToLaggingStandby(long last) {
    DATABASE.execute(
        "delete from line where \"offset\" > "
            + last
            + "; update room set last_offset = "
            + last
            + "; create or replace function current_timeline() returns text language sql as"
            + " $$ select 'another' $$");
    DATABASE.execute(
        "select pg_terminate_backend(pid) from pg_stat_activity"
            + " where pid <> pg_backend_pid() and application_name = 'parley'");
  }

  @Test
  void peopleOfStoppedServerAreSentToTheOther(TestServer first) {
    TestServer third = server("three", DATABASE.url(SHARED), "100ms");
    try (TestClient alice = joins(first, "alice");
        TestClient bob = third.join("bob")) {
      String token = bob.line().replaceFirst(".*/resume ", "");
      alice.expectLine("-- bob joined #lobby (2 here)");
      third.close();
      bob.expect("-- bye: this server stops; come back with /resume.*").expectClosed();
      alice.send("still here?");
      try (TestClient back = first.connect()) {
        back.send("/resume " + token)
            .expectUntil("-- You are bob again.*")
            .expectUntil(".*<alice> still here\\?");
      }
    }
  }

  @Test
  void nodesAndTheirPeopleAreListedOverHttp(TestServer first, TestServer second) {
    try (TestClient alice = joins(first, "alice");
        TestClient bob = joins(second, "bob")) {
      alice.expectLine("-- bob joined #lobby (2 here)");
      assertThat(SharedServer.call(second, "GET /nodes"))
          .containsSubsequence(
              "\"name\":\"one\"",
              "\"draining\":false",
              "\"clients\":1",
              "\"self\":false",
              "\"name\":\"two\"",
              "\"draining\":false",
              "\"clients\":1",
              "\"self\":true");
      assertThat(SharedServer.call(first, "GET /clients"))
          .contains("\"nick\":\"alice\",\"account\":null,\"node\":\"one\"")
          .contains("\"nick\":\"bob\",\"account\":null,\"node\":\"two\"");
      assertThat(bob.available()).isNotNegative();
    }
  }

  private static String postUnder(TestServer server, String key) {
    return SharedServer.call(
        server, "POST /rooms/ops/messages {\"text\":\"hi\"}", "Idempotency-Key", key);
  }

  @Test
  void keyOfAPostIsUsedOnceOverBoth(TestServer first, TestServer second) {
    createRoom(first, second);
    for (int i = 0; i < 20; i++) {
      String key = "key-" + i;
      CompletableFuture<String> other = CompletableFuture.supplyAsync(() -> postUnder(second, key));
      assertThat(postUnder(first, key)).isEqualTo(other.join()).startsWith("201 ");
    }
    assertThat(first.chat().operator().room("ops").position().last()).isEqualTo(20);
  }

  @Test
  void othersKnowTheServerThatStops() {
    try (TestServer first = server("one", DATABASE.url(), "100ms");
        TestServer second = server("two", DATABASE.url(), "1h");
        TestClient carol = joins(second, "carol");
        TestClient dave = joins(second, "dave")) {
      CompletableFuture<Void> stopped = CompletableFuture.runAsync(second::close);
      await()
          .untilAsserted(() ->
              assertThat(SharedServer.call(first, "GET /nodes"))
                  .containsSubsequence("\"name\":\"two\"", "\"draining\":true"));
      carol.reset();
      dave.reset();
      stopped.orTimeout(60, TimeUnit.SECONDS).join();
      await().untilAsserted(() -> assertThat(first.chat().nodes()).hasSize(1));
    }
  }

  @Test
  void streamGoesOnAtTheOtherServer(TestServer first, TestServer second) {
    createRoom(first, second);
    first.chat().operator().post("ops", "ci", "one");
    first.chat().operator().post("ops", "ci", "two");
    try (HttpStream stream =
        HttpStream.open(
            second.httpPort(),
            TestServer.PASSWORD,
            "/api/v1/rooms/ops/stream",
            "Accept: text/event-stream",
            "Last-Event-ID: 1")) {
      assertThat(stream.event()).containsEntry("id", "2");
      first.chat().operator().post("ops", "ci", "three");
      assertThat(stream.event()).containsEntry("id", "3");
    }
  }
}
