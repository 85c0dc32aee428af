package dev.parley.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.history.Draft;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.PostKey;
import dev.parley.chat.history.PostKeys;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.history.RoomLog.Position;
import dev.parley.chat.history.RoomLog.Query;
import dev.parley.chat.history.RoomLog.Renamed;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.history.SavedRoom;
import dev.parley.chat.metadata.MetadataStore;
import dev.parley.chat.moderation.Ban;
import dev.parley.chat.moderation.ModerationStore;
import dev.parley.chat.moderation.Role;
import dev.parley.chat.moderation.RoleGrant;
import dev.parley.chat.name.Nick;
import dev.parley.chat.name.RoomName;
import dev.parley.store.Store;
import dev.parley.store.registry.JdbcMetadataStore;
import dev.parley.store.registry.JdbcModerationStore;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tests that a log in a database keeps its rooms and lines across restarts. */
abstract class JdbcRoomLogContract extends RoomLogContract {

  static final int LINES_IN_MEMORY = 50;

  Store store;

  /** Opens the database without emptying it. */
  abstract Store openStore();

  /** Returns the table, or the query in brackets, that has all stored lines. */
  String lines() {
    return "line";
  }

  @Override
  RoomLog create(Clock clock) {
    store = openStore();
    return new JdbcRoomLog(store, RetentionPolicy.UNLIMITED, LINES_IN_MEMORY, clock);
  }

  @AfterEach
  void close() {
    ((JdbcRoomLog) log).close();
    store.close();
  }

  private void restart() {
    close();
    use(create(clock));
  }

  static void eventually(ThrowingRunnable claim) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .pollInterval(Duration.ofMillis(10))
        .untilAsserted(claim);
  }

  long count(String query) {
    try (Connection connection = store.dataSource().getConnection();
        ResultSet row = connection.createStatement().executeQuery(query)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void linesSurviveARestart() {
    List<LogEntry> said = upTo(200).stream().map(i -> tester.say(OPS, "line " + i)).toList();
    String epoch = LogTester.open(log, OPS).epoch();
    restart();
    assertThat(LogTester.open(log, OPS)).isEqualTo(new Position(epoch, 1, 200));
    assertThat(log.recent(OPS, 3)).isEqualTo(said.subList(197, 200));
    assertThat(log.read(OPS, Query.after(0, 1000))).isEqualTo(said);
    assertThat(tester.search(OPS, "LINE 42")).containsExactly(42L);
    assertThat(tester.say(OPS, "next").offset()).isEqualTo(201);
  }

  @Test
  void linesThatAreNotInMemoryAreFoundByTheirSender() {
    sayAsMany();
    upTo(2 * LINES_IN_MEMORY).forEach(i -> tester.sayAs("carol", OPS, "line " + i));

    assertLinesOfEachAreFound();
    assertThat(tester.by("carol", OPS, "line")).hasSize(2 * LINES_IN_MEMORY);
    assertThat(tester.by("carol", OPS, "7")).containsExactly(14L);
    log.redact(OPS, 6);
    assertThat(tester.by("bob_2", OPS, "")).containsExactly(2L);
  }

  @Test
  void roomsSurviveARestart() {
    SavedRoom ops = room(OPS, "What runs where");
    SavedRoom plain = new SavedRoom(DEV, "", RoomSettings.AD_HOC, clock.instant());
    SavedRoom unlimited =
        new SavedRoom(
            new RoomName("Žižkov"),
            "",
            new RoomSettings(true, false, null, 0, 0, RetentionPolicy.UNLIMITED),
            clock.instant().plusSeconds(1));
    for (SavedRoom room : List.of(ops, plain, unlimited)) {
      assertThat(tester.save(room)).isEmpty();
    }
    tester.topic(DEV, "Topic of dev");
    restart();
    assertThat(log.saved())
        .containsExactlyInAnyOrder(
            ops,
            new SavedRoom(DEV, "Topic of dev", plain.settings(), plain.createdAt()),
            unlimited);
    assertThat(log.saved()).extracting(room -> room.name().value()).contains("Žižkov");
  }

  @Test
  void renamedRoomSurvivesARestartWithItsRules() {
    tester.save(room(OPS, "What runs where"));
    JdbcModerationStore rules = new JdbcModerationStore(store);
    Nick alice = new Nick("alice");
    Ban ban =
        new Ban(
            "1",
            Ban.Kind.BAN,
            OPS,
            new Ban.OfNick(new Nick("eve")),
            clock.instant(),
            null,
            "",
            "alice");
    rules.give(OPS, alice, Role.OWNER);
    rules.impose(ban);
    rules.give(WORKS, alice, Role.VOICE); // Was left of another room.
    new JdbcMetadataStore(store)
        .set(new MetadataStore.OfRoom(OPS), "url", "https://example.org", 0);
    post("first", "before");
    CompletableFuture<?> saved = new CompletableFuture<>();
    log.append(OPS, draft("one", null), RetentionPolicy.UNLIMITED, appended -> {});
    CompletableFuture<Renamed> renamed = new CompletableFuture<>();
    log.rename(OPS, WORKS, renamed::complete);
    assertThat(renamed.orTimeout(30, TimeUnit.SECONDS).join()).isInstanceOf(Renamed.Done.class);
    log.append(
        WORKS,
        draft("two", new PostKey("second", "digest")),
        RetentionPolicy.UNLIMITED,
        done -> {});
    log.save(room(WORKS, ""), problem -> saved.complete(null));
    saved.orTimeout(30, TimeUnit.SECONDS).join();
    String epoch = LogTester.open(log, WORKS).epoch();
    restart();

    assertThat(log.position(WORKS)).isEqualTo(new Position(epoch, 1, 3));
    assertThat(log.position(OPS)).isNull();
    assertThat(log.saved())
        .singleElement()
        .satisfies(room -> {
          assertThat(room.name()).isEqualTo(WORKS);
          assertThat(room.topic()).isEqualTo("What runs where");
        });
    ModerationStore.Snapshot now = new JdbcModerationStore(store).read();
    assertThat(now.grants()).containsExactly(new RoleGrant(WORKS, alice, Role.OWNER));
    assertThat(now.bans()).containsExactly(ban.in(WORKS));
    assertThat(new JdbcMetadataStore(store).read())
        .contains(
            new MetadataStore.Entry(new MetadataStore.OfRoom(WORKS), "url", "https://example.org"));
    PostKeys keys = (JdbcRoomLog) log;
    assertThat(Stream.of("first", "second").map(keys::posted))
        .extracting(posted -> posted.room().value())
        .containsExactly("works", "works");
  }

  @Test
  void formerNameIsThatOfAnotherRoomOnceTheNewOneIsTold() {
    tester.say(OPS, "one");
    String epoch = LogTester.open(log, OPS).epoch();
    CompletableFuture<Position> another = new CompletableFuture<>();
    log.rename(OPS, WORKS, done -> another.complete(log.follow(OPS, (entry, draft) -> {})));

    assertThat(another.orTimeout(30, TimeUnit.SECONDS).join().epoch()).isNotEqualTo(epoch);
    assertThat(tester.say(OPS, "another").offset()).isEqualTo(1);
    assertThat(tester.say(WORKS, "two").offset()).isEqualTo(2);
    assertThat(log.position(WORKS)).isEqualTo(new Position(epoch, 1, 2));
  }

  private void post(String key, String text) {
    CompletableFuture<?> posted = new CompletableFuture<>();
    log.append(
        OPS,
        draft(text, new PostKey(key, "digest")),
        RetentionPolicy.UNLIMITED,
        appended -> posted.complete(null));
    posted.orTimeout(30, TimeUnit.SECONDS).join();
  }

  private Draft draft(String text, @Nullable PostKey key) {
    return new Draft(clock.instant(), LogEntry.Kind.MESSAGE, "alice", text, key, null);
  }

  @Test
  void lineThatSetTheTopicIsFoundAfterARestart() {
    tester.topic(DEV, "First");
    tester.topic(DEV, "Second");
    tester.say(DEV, "hello");
    tester.topic(OPS, "Of ops");
    restart();
    LogEntry line = log.topicLine(DEV);
    assertThat(line).isEqualTo(log.entry(DEV, 2));
    assertThat(line).isNotNull();
    assertThat(line.text()).isEqualTo("Second");
    assertThat(log.redact(DEV, 2)).isNotNull();
    line = log.topicLine(DEV);
    assertThat(line).isNotNull();
    assertThat(line.text()).isEqualTo("First");
    assertThat(log.topicLine(new RoomName("quiet"))).isNull();
  }

  @Test
  void roomThatWasNeverSavedHasItsLogNonetheless() {
    tester.say(OPS, "hello");
    restart();
    assertThat(tester.texts(OPS, Query.newest(5))).containsExactly("hello");
    assertThat(log.saved()).extracting(SavedRoom::name).containsExactly(OPS);
  }

  @Test
  void deletedRoomIsGoneAfterARestart() {
    tester.say(OPS, "hello");
    String epoch = LogTester.open(log, OPS).epoch();
    log.delete(OPS, problem -> {});
    restart();
    assertThat(log.saved()).isEmpty();
    assertThat(log.position(OPS)).isNull();
    assertThat(LogTester.open(log, OPS).epoch()).isNotEqualTo(epoch);
    eventually(() -> assertThat(count("select count(*) from " + lines())).isZero());
    eventually(() -> assertThat(count("select count(*) from room")).isZero());
  }

  @Test
  void nothingIsLeftOfADeletedRoom() {
    for (int i = 0; i < 2500; i++) {
      var _ = tester.send(OPS, LogEntry.Kind.MESSAGE, "line " + i, RetentionPolicy.UNLIMITED);
    }
    tester.say(OPS, "the last");
    log.delete(OPS, problem -> {});
    eventually(() -> assertThat(count("select count(*) from room")).isZero());
    assertThat(count("select count(*) from " + lines())).isZero();
  }

  @Test
  void offsetsGoOnWhenAllLinesHaveExpired() {
    RetentionPolicy hour = new RetentionPolicy(null, Duration.ofHours(1));
    for (int i = 0; i < 80; i++) {
      tester.say(OPS, "line", hour);
    }
    clock.pass(Duration.ofHours(2));
    assertThat(tester.offsets(OPS)).isEmpty();
    eventually(() -> assertThat(count("select count(*) from " + lines())).isZero());
    eventually(() -> assertThat(log.position(OPS).first()).isEqualTo(81));
    String epoch = LogTester.open(log, OPS).epoch();
    restart();
    assertThat(LogTester.open(log, OPS).epoch()).isEqualTo(epoch);
    assertThat(tester.say(OPS, "next", hour).offset()).isEqualTo(81);
  }

  @Test
  void linesOfAQuietRoomExpireToo() {
    SavedRoom room =
        new SavedRoom(
            OPS,
            "",
            new RoomSettings(
                true, false, null, 0, 0, new RetentionPolicy(null, Duration.ofHours(1))),
            clock.instant());
    tester.save(room);
    for (int i = 0; i < 80; i++) {
      tester.say(OPS, "line", room.settings().retention());
    }
    restart();
    assertThat(tester.offsets(OPS)).hasSize(80);
    clock.pass(Duration.ofHours(2));
    assertThat(tester.offsets(OPS)).isEmpty();
    assertThat(tester.search(OPS, "line")).isEmpty();
    eventually(() -> assertThat(count("select count(*) from " + lines())).isZero());
  }

  @Test
  void expiredLinesAreRemoved() {
    RetentionPolicy ten = new RetentionPolicy(10L, null);
    for (int i = 0; i < 3000; i++) {
      var _ = tester.send(OPS, LogEntry.Kind.MESSAGE, "line " + i, ten);
    }
    tester.say(OPS, "the last", ten);
    eventually(() -> assertThat(count("select count(*) from " + lines())).isEqualTo(10));
    assertThat(tester.offsets(OPS)).hasSize(10);
    restart();
    assertThat(tester.offsets(OPS)).hasSize(10).endsWith(3001L);
  }

  @Test
  void lineThatWasNotStoredNeverSharesItsOffsetWithAnother() {
    tester.say(OPS, "stored");
    String epoch = LogTester.open(log, OPS).epoch();
    tester.say(OPS, "shown", NONE);
    tester.say(OPS, "and forgotten", NONE);
    restart();
    Position position = LogTester.open(log, OPS);
    assertThat(position.epoch()).isNotEqualTo(epoch);
    assertThat(tester.say(OPS, "another").offset()).isEqualTo(1);
    assertThat(tester.texts(OPS, Query.newest(5))).containsExactly("another");
    restart();
    assertThat(LogTester.open(log, OPS)).isEqualTo(new Position(position.epoch(), 1, 1));
  }

  @Test
  void epochStandsWhereHistoryIsKeptAgain() {
    tester.say(OPS, "stored");
    tester.say(OPS, "shown", NONE);
    tester.say(OPS, "stored again");
    Position before = LogTester.open(log, OPS);
    restart();
    assertThat(LogTester.open(log, OPS)).isEqualTo(before);
    assertThat(tester.say(OPS, "next").offset()).isEqualTo(4);
  }

  @Test
  void topicOfARoomWithoutHistoryIsSaved() {
    tester.save(new SavedRoom(OPS, "", RoomSettings.PERSISTENT, clock.instant()));
    tester.say(OPS, "shown", NONE);
    LogTester.await(tester.send(OPS, LogEntry.Kind.TOPIC, "Topic", NONE));
    restart();
    assertThat(log.saved()).extracting(SavedRoom::topic).containsExactly("Topic");
  }

  @Test
  void roomWithoutHistoryDoesNotTouchTheStore() {
    tester.save(new SavedRoom(OPS, "", RoomSettings.PERSISTENT, clock.instant()));
    tester.say(OPS, "the first tells the store", NONE);
    eventually(
        () -> assertThat(tester.send(OPS, LogEntry.Kind.MESSAGE, "shown", NONE)).isCompleted());
    assertThat(tester.send(DEV, LogEntry.Kind.MESSAGE, "not even saved", NONE)).isCompleted();
    assertThat(count("select count(*) from " + lines())).isZero();
  }

  @Test
  void redactedTextIsGoneFromTheStore() {
    for (int i = 0; i < 100; i++) {
      tester.say(OPS, "the password is swordfish");
    }
    log.redact(OPS, 1);
    log.redact(OPS, 100);
    restart();
    assertThat(log.entry(OPS, 1).redacted()).isTrue();
    assertThat(log.recent(OPS, 1).getFirst().text()).isEmpty();
    assertThat(tester.search(OPS, "swordfish")).hasSize(98);
    assertThat(count("select count(*) from " + lines() + " where text <> ''")).isEqualTo(98);
  }

  @Test
  void topicThatWasRedactedAndClearedIsKeptNowhere() {
    tester.save(new SavedRoom(OPS, "", RoomSettings.PERSISTENT, clock.instant()));
    LogTester.await(
        tester.send(OPS, LogEntry.Kind.TOPIC, "call swordfish", RetentionPolicy.UNLIMITED));
    LogTester.await(tester.send(OPS, LogEntry.Kind.TOPIC, "", RetentionPolicy.UNLIMITED));
    log.redact(OPS, 1); // Its words may not be in the index yet.
    assertThat(tester.search(OPS, "swordfish")).isEmpty();
    restart();
    assertThat(log.saved()).extracting(SavedRoom::topic).containsExactly("");
    assertThat(log.entry(OPS, 1).text()).isEmpty();
    assertThat(tester.search(OPS, "swordfish")).isEmpty();
    assertThat(count("select count(*) from " + lines() + " where text <> ''")).isZero();
    assertThat(count("select count(*) from room where topic <> ''")).isZero();
  }

  @Test
  void whatIsQueuedWhenItClosesIsStored() {
    for (int i = 0; i < 3000; i++) {
      var _ = tester.send(OPS, LogEntry.Kind.MESSAGE, "line " + i, RetentionPolicy.UNLIMITED);
    }
    restart();
    assertThat(log.position(OPS).last()).isEqualTo(3000);
    ((JdbcRoomLog) log).close();
    assertThat(LogTester.refused(tester.tryToSay(OPS, "late")))
        .isEqualTo("Your line is not stored: the server is shutting down.");
  }

  private void change(String statement) {
    store.change(client -> client.sql(statement).update());
  }

  @Test
  void lineOfTheFutureDoesNotStopExpiry() {
    RetentionPolicy hour = new RetentionPolicy(null, Duration.ofHours(1));
    for (int i = 0; i < 120; i++) {
      tester.say(OPS, "line", hour);
    }
    restart();
    close();
    store = openStore();
    change("update line set at = at + 100000000000 where \"offset\" in (1, 2, 30, 100, 120)");
    store.close();
    use(create(clock));
    log.save(
        new SavedRoom(OPS, "", new RoomSettings(true, false, null, 0, 0, hour), clock.instant()),
        problem -> {});
    tester.say(OPS, "the last", hour);
    clock.pass(Duration.ofMinutes(59));
    assertThat(tester.offsets(OPS)).hasSize(121);
    clock.pass(Duration.ofMinutes(2));
    assertThat(tester.offsets(OPS)).doesNotContain(3L, 99L, 119L, 121L);
    eventually(() -> assertThat(count("select count(*) from " + lines())).isZero());
    assertThat(tester.offsets(OPS)).isEmpty();
  }

  @Test
  void linesThatWereSaidWhileTheClockWasAheadAreAsOldAsTheNext() {
    RetentionPolicy hour = new RetentionPolicy(null, Duration.ofHours(1));
    clock.pass(Duration.ofDays(1000));
    for (int i = 0; i < 1500; i++) {
      var _ = tester.send(OPS, LogEntry.Kind.MESSAGE, "line", hour);
    }
    tester.say(OPS, "the last of the future", hour);
    clock.pass(Duration.ofDays(-1000));
    tester.say(OPS, "the first of the present", hour);
    assertThat(tester.offsets(OPS)).hasSize(1502);
    clock.pass(Duration.ofMinutes(61));
    eventually(() -> assertThat(count("select count(*) from " + lines())).isZero());
  }

  @Test
  void textOfAllOfUnicodeIsStored() {
    String text = "lunch? \ud83d\udc4d \u6f22\u5b57";
    tester.say(OPS, text);
    restart();
    assertThat(tester.texts(OPS, Query.newest(1))).containsExactly(text);
    assertThat(tester.search(OPS, "lunch")).containsExactly(1L);
  }

  private CompletableFuture<RoomLog.Appended> post(String key, RetentionPolicy keep) {
    CompletableFuture<RoomLog.Appended> answer = new CompletableFuture<>();
    PostKey posted = new PostKey(key, "digest of " + key);
    Draft draft = new Draft(clock.instant(), LogEntry.Kind.MESSAGE, "ci", "posted", posted, null);
    log.append(OPS, draft, keep, answer::complete);
    return answer;
  }

  private PostKeys keys() {
    return (PostKeys) log;
  }

  @Test
  void keyIsStoredWithItsLine() {
    tester.say(OPS, "before");
    LogEntry entry =
        LogTester.stored(LogTester.await(post("k", RetentionPolicy.UNLIMITED))).entry();
    String epoch = LogTester.open(log, OPS).epoch();
    restart();
    assertThat(keys().posted("k"))
        .isEqualTo(new PostKeys.Posted("digest of k", OPS, epoch, 2, entry.at(), true));
    assertThat(keys().posted("other")).isNull();
    assertThat(log.entry(OPS, 2)).isEqualTo(entry);
  }

  @Test
  void keyOfALineThatIsNotKeptIsStoredToo() {
    LogTester.stored(LogTester.await(post("k", NONE)));
    restart();
    assertThat(keys().posted("k").kept()).isFalse();
    assertThat(keys().posted("k").offset()).isEqualTo(1);
  }

  @Test
  void keysAreBoundedInTimeAndNumber() {
    for (int i = 0; i < 5; i++) {
      LogTester.await(post("k" + i, RetentionPolicy.UNLIMITED));
      clock.pass(Duration.ofMinutes(1));
    }
    keys().used("k0");
    restartWithBounds();
    eventually(() -> assertThat(count("select count(*) from idempotency_key")).isEqualTo(3));
    assertThat(keys().posted("k0")).isNotNull();
    assertThat(keys().posted("k2")).isNull();
    clock.pass(Duration.ofHours(1));
    assertThat(keys().posted("k0")).isNull();
    restartWithBounds();
    eventually(() -> assertThat(count("select count(*) from idempotency_key")).isZero());
    LogTester.await(post("k0", RetentionPolicy.UNLIMITED));
    assertThat(keys().posted("k0").offset()).isEqualTo(6);
  }

  /** Keys are swept soon after a start, and then once in a while. */
  private void restartWithBounds() {
    restart();
    keys().bound(3, Duration.ofHours(1));
  }

  private void grant(RoomName room) {
    change(
        """
        insert into room_role (room, room_key, account, account_key, role)
        values ('%1$s', '%1$s', 'alice', 'alice', 'OPERATOR')\
        """
            .formatted(room.folded()));
    change(
        """
        insert into ban (id, kind, room, room_key, target_kind, target, target_key, since, reason,
          imposed_by)
        values ('%1$s', 'BAN', '%1$s', '%1$s', 'NICK', 'bob', 'bob', 0, '', 'alice')\
        """
            .formatted(room.folded()));
    change(
        """
        insert into room_metadata (room, room_key, name, value)
        values ('%1$s', '%1$s', 'url', 'a')\
        """
            .formatted(room.folded()));
  }

  @Test
  void rulesOfARoomAreDeletedWithIt() {
    tester.say(OPS, "hello");
    tester.say(DEV, "hello");
    grant(OPS);
    grant(DEV);
    assertThat(tester.delete(OPS)).isEmpty();
    assertThat(count("select count(*) from room_role where room_key = 'ops'")).isZero();
    assertThat(count("select count(*) from ban where room_key = 'ops'")).isZero();
    assertThat(count("select count(*) from room_role where room_key = 'dev'")).isEqualTo(1);
    assertThat(count("select count(*) from ban where room_key = 'dev'")).isEqualTo(1);
    assertThat(count("select count(*) from room_metadata where room_key = 'ops'")).isZero();
    assertThat(count("select count(*) from room_metadata where room_key = 'dev'")).isEqualTo(1);
  }

  @Test
  void rulesOfARoomStandWhereItsLogBeginsAnew() {
    tester.say(OPS, "stored");
    tester.say(OPS, "shown", NONE);
    grant(OPS);
    String epoch = LogTester.open(log, OPS).epoch();
    restart();
    assertThat(LogTester.open(log, OPS).epoch()).isNotEqualTo(epoch);
    assertThat(count("select count(*) from room_role where room_key = 'ops'")).isEqualTo(1);
  }
}
