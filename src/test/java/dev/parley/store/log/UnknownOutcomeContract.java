package dev.parley.store.log;

import static dev.parley.store.log.JdbcRoomLogContract.eventually;
import static dev.parley.store.log.RoomLogContract.DEV;
import static dev.parley.store.log.RoomLogContract.NONE;
import static dev.parley.store.log.RoomLogContract.OPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.chat.history.Draft;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.PostKey;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.history.RoomLog.Appended;
import dev.parley.chat.history.RoomLog.Query;
import dev.parley.chat.history.RoomLog.Renamed;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.history.SavedRoom;
import dev.parley.chat.history.StoreUnavailableException;
import dev.parley.chat.name.RoomName;
import dev.parley.store.Store;
import dev.parley.store.log.FaultySource.Fault;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Tests that a line whose commit had an unknown outcome is told exactly where it is stored, and
 * that nothing is deleted.
 */
abstract class UnknownOutcomeContract {

  FaultySource source;
  Store store;
  JdbcRoomLog log;
  LogTester tester;

  private final List<LogEntry> told = Collections.synchronizedList(new ArrayList<>());
  private final List<@Nullable Draft> drafts = Collections.synchronizedList(new ArrayList<>());

  /** Returns a source of connections to the database. */
  abstract FaultySource source();

  /** Opens the database by a source of connections, without emptying it. */
  abstract Store openStore(FaultySource connections);

  @BeforeEach
  void open() {
    source = source();
    store = openStore(source);
    log = new JdbcRoomLog(store, RetentionPolicy.UNLIMITED, 50, Clock.systemUTC());
    tester = new LogTester(log, Clock.systemUTC());
    follow(OPS);
    LogTester.open(log, DEV);
  }

  private void follow(RoomName room) {
    var _ =
        log.follow(
            room,
            (entry, draft) -> {
              told.add(entry);
              drafts.add(draft);
            });
  }

  @AfterEach
  void close() {
    source.fault(Fault.NONE);
    log.close();
    store.close();
  }

  private void restart() {
    close();
    open();
  }

  private void recovers() {
    source.fault(Fault.NONE);
    eventually(() -> assertThat(log.problem()).isNull());
  }

  private void assertLog(String... texts) {
    List<LogEntry> found = log.read(OPS, Query.after(0, 1000));
    assertThat(found).extracting(LogEntry::text).containsExactly(texts);
    assertThat(found)
        .extracting(LogEntry::offset)
        .containsExactlyElementsOf(RoomLogContract.upTo(texts.length));
    assertThat(told).isEqualTo(found);
    assertThat(log.position(OPS).last()).isEqualTo(texts.length);
    restart();
    assertThat(log.read(OPS, Query.after(0, 1000))).isEqualTo(found);
  }

  @Test
  void lineThatTurnsOutToBeStoredIsToldAsItIsInTheLog() {
    tester.say(OPS, "one");
    source.faultAtNextChange(Fault.AFTER_COMMIT);
    assertThat(tester.tryToSay(OPS, "two")).isInstanceOf(Appended.Failed.class);
    assertThat(told).extracting(LogEntry::text).containsExactly("one");
    recovers();
    eventually(() -> assertThat(told).hasSize(2));
    assertThat(drafts.getLast()).isNull();
    assertThat(tester.search(OPS, "two")).containsExactly(2L);
    assertThat(tester.say(OPS, "three").offset()).isEqualTo(3);
    assertLog("one", "two", "three");
  }

  @Test
  void lineThatTurnsOutToBeLostIsNotTold() {
    tester.say(OPS, "one");
    source.faultAtNextChange(Fault.BEFORE_COMMIT);
    assertThat(tester.tryToSay(OPS, "lost")).isInstanceOf(Appended.Failed.class);
    recovers();
    assertThat(tester.say(OPS, "two").offset()).isEqualTo(2);
    assertLog("one", "two");
  }

  @ParameterizedTest
  @EnumSource(names = {"BEFORE_COMMIT", "AFTER_COMMIT"})
  void connectionThatIsLostOnceCostsNoLine(Fault fault) {
    String[] texts = new String[20];
    for (int i = 0; i < texts.length; i++) {
      texts[i] = "line " + i;
      source.faultOnce(fault);
      assertThat(tester.say(OPS, texts[i]).offset()).isEqualTo(i + 1);
    }
    recovers();
    assertThat(drafts).doesNotContainNull();
    assertLog(texts);
  }

  @ParameterizedTest
  @EnumSource(names = {"BEFORE_COMMIT", "AFTER_COMMIT"})
  void manyRoomsAreResolvedTogether(Fault fault) {
    for (RoomName room : List.of(OPS, DEV)) {
      tester.say(room, "one");
    }
    source.holdCommits();
    source.faultAtNextChange(fault);
    List<CompletableFuture<Appended>> answers = new ArrayList<>();
    for (int i = 0; i < 10; i++) {
      for (RoomName room : List.of(OPS, DEV)) {
        answers.add(
            tester.send(room, LogEntry.Kind.MESSAGE, "line " + i, RetentionPolicy.UNLIMITED));
      }
    }
    source.releaseCommits();
    answers.forEach(
        answer -> assertThat(LogTester.await(answer)).isInstanceOf(Appended.Failed.class));
    recovers();
    tester.say(OPS, "last");
    tester.say(DEV, "last");
    assertThat(told).isEqualTo(log.read(OPS, Query.after(0, 1000)));
    for (RoomName room : List.of(OPS, DEV)) {
      assertThat(tester.offsets(room))
          .containsExactlyElementsOf(RoomLogContract.upTo(tester.offsets(room).size()));
    }
  }

  @Test
  void roomThatTurnsOutToBeMadeIsThere() {
    RoomName made = new RoomName("made");
    follow(made);
    source.faultAtNextChange(Fault.AFTER_COMMIT);
    assertThat(tester.tryToSay(made, "first")).isInstanceOf(Appended.Failed.class);
    recovers();
    eventually(() -> assertThat(told).extracting(LogEntry::text).containsExactly("first"));
    assertThat(log.saved()).extracting(SavedRoom::name).containsExactly(made);
    assertThat(tester.say(made, "second").offset()).isEqualTo(2);
  }

  @Test
  void roomThatTurnsOutToBeSavedIsAsItWasSaved() {
    SavedRoom before =
        new SavedRoom(OPS, "topic", RoomSettings.PERSISTENT, Clock.systemUTC().instant());
    SavedRoom after = new SavedRoom(OPS, "topic", RoomSettings.AD_HOC, before.createdAt());
    tester.save(before);
    source.faultAtNextChange(Fault.AFTER_COMMIT);
    assertThat(tester.save(after)).isPresent();
    assertThat(log.saved()).containsExactly(before);
    recovers();
    assertThat(log.saved()).containsExactly(after);
    restart();
    assertThat(log.saved()).containsExactly(after);
  }

  /** Records the new names of rooms, and the names of deleted ones. */
  private record Recorder(List<RoomName> renamed, List<RoomName> deleted)
      implements RoomLog.Observer {

    @Override
    public void saved(SavedRoom room) {}

    @Override
    public void deleted(RoomName room, String epoch) {
      deleted.add(room);
    }

    @Override
    public void renamed(SavedRoom room, String epoch) {
      renamed.add(room.name());
    }

    @Override
    public void renewed(SavedRoom room, String before) {}

    @Override
    public void redacted(RoomName room, String epoch, LogEntry line) {}
  }

  private Recorder renameInDoubt(RoomName to, Fault fault) {
    tester.save(new SavedRoom(OPS, "", RoomSettings.PERSISTENT, Clock.systemUTC().instant()));
    Recorder recorder = new Recorder(new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>());
    log.observe(recorder);
    source.faultAtNextChange(fault);
    assertThat(RoomLogContract.rename(log, OPS, to)).isInstanceOf(Renamed.Failed.class);
    return recorder;
  }

  @Test
  void newNameThatTurnsOutToBeStoredIsTheRooms() {
    RoomName works = new RoomName("works");
    Recorder recorder = renameInDoubt(works, Fault.AFTER_COMMIT);
    String epoch = LogTester.open(log, works).epoch(); // Another room, which cannot be stored.
    recovers();

    eventually(() -> assertThat(recorder.renamed).containsExactly(works));
    assertThat(recorder.deleted).containsExactly(works);
    assertThat(log.saved()).extracting(SavedRoom::name).containsExactly(works);
    assertThat(tester.say(works, "one").offset()).isEqualTo(1);
    assertThat(told).extracting(LogEntry::text).containsExactly("one");
    assertThat(log.position(works).epoch()).isNotEqualTo(epoch);
    eventually(() -> assertThat(log.position(OPS)).isNull());
  }

  @Test
  void newNameThatTurnsOutToBeLostIsNotTheRooms() {
    Recorder recorder = renameInDoubt(new RoomName("works"), Fault.BEFORE_COMMIT);
    recovers();

    assertThat(tester.say(OPS, "one").offset()).isEqualTo(1);
    assertThat(recorder.renamed).isEmpty();
    assertThat(log.saved()).extracting(SavedRoom::name).containsExactly(OPS);
  }

  @Test
  void topicThatTurnsOutToBeStoredIsTheRooms() {
    tester.save(new SavedRoom(OPS, "old", RoomSettings.PERSISTENT, Clock.systemUTC().instant()));
    source.faultAtNextChange(Fault.AFTER_COMMIT);
    assertThat(
            LogTester.await(
                tester.send(OPS, LogEntry.Kind.TOPIC, "new", RetentionPolicy.UNLIMITED)))
        .isInstanceOf(Appended.Failed.class);
    recovers();
    assertThat(log.saved()).extracting(SavedRoom::topic).containsExactly("new");
    restart();
    assertThat(log.saved()).extracting(SavedRoom::topic).containsExactly("new");
  }

  @Test
  void redactionThatTurnsOutToBeStoredIsSeen() {
    tester.say(OPS, "swordfish");
    source.faultAtNextChange(Fault.AFTER_COMMIT);
    assertThatThrownBy(() -> log.redact(OPS, 1)).isInstanceOf(StoreUnavailableException.class);
    recovers();
    eventually(() -> assertThat(log.recent(OPS, 1).getFirst().redacted()).isTrue());
  }

  @Test
  void redactionThatTurnsOutToBeLostIsNotSeen() {
    tester.say(OPS, "swordfish");
    source.faultAtNextChange(Fault.BEFORE_COMMIT);
    assertThatThrownBy(() -> log.redact(OPS, 1)).isInstanceOf(StoreUnavailableException.class);
    recovers();
    assertThat(log.recent(OPS, 1).getFirst().text()).isEqualTo("swordfish");
    assertThat(log.entry(OPS, 1).redacted()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(names = {"BEFORE_COMMIT", "AFTER_COMMIT"})
  void keyIsThereExactlyWhereItsLineIs(Fault fault) {
    tester.say(OPS, "one");
    source.faultAtNextChange(fault);
    CompletableFuture<Appended> answer = new CompletableFuture<>();
    PostKey key = new PostKey("hash", "digest");
    log.append(
        OPS,
        new Draft(Clock.systemUTC().instant(), LogEntry.Kind.MESSAGE, "ci", "posted", key, null),
        RetentionPolicy.UNLIMITED,
        answer::complete);
    assertThat(LogTester.await(answer)).isInstanceOf(Appended.Failed.class);
    recovers();
    tester.say(OPS, "last");
    if (fault == Fault.AFTER_COMMIT) {
      assertThat(log.posted("hash").offset()).isEqualTo(2);
      assertLog("one", "posted", "last");
    } else {
      assertThat(log.posted("hash")).isNull();
      assertLog("one", "last");
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"BEFORE_COMMIT", "AFTER_COMMIT"})
  void roomThatIsDeletedMeanwhileIsGone(Fault fault) {
    tester.say(OPS, "one");
    source.faultAtNextChange(fault);
    assertThat(tester.tryToSay(OPS, "two")).isInstanceOf(Appended.Failed.class);
    assertThat(tester.delete(OPS)).isPresent();
    recovers();
    assertThat(told).hasSize(1);
    LogTester.open(log, OPS);
    assertThat(tester.say(OPS, "anew").offset()).isEqualTo(1);
    restart();
    assertThat(tester.texts(OPS, Query.newest(5))).containsExactly("anew");
  }

  @ParameterizedTest
  @EnumSource(names = {"BEFORE_COMMIT", "AFTER_COMMIT"})
  void offsetsAreNeverSharedWithLinesThatAreNotKept(Fault fault) {
    tester.say(OPS, "one");
    source.faultAtNextChange(fault);
    assertThat(tester.tryToSay(OPS, "refused")).isInstanceOf(Appended.Failed.class);
    assertThat(LogTester.await(tester.send(OPS, LogEntry.Kind.MESSAGE, "lost", NONE)))
        .isInstanceOf(Appended.Failed.class);
    recovers();
    String epoch = log.position(OPS).epoch();
    assertThat(tester.say(OPS, "forgotten", NONE).offset())
        .isEqualTo(fault == Fault.AFTER_COMMIT ? 3 : 2);
    restart();
    assertThat(log.position(OPS).epoch()).isNotEqualTo(epoch);
  }

  @Test
  void lineThatIsNotKeptWaitsUntilItIsKnownWhetherARoomIsMade() {
    source.faultAtNextChange(Fault.AFTER_COMMIT);
    assertThat(tester.tryToSay(OPS, "first")).isInstanceOf(Appended.Failed.class);
    for (int i = 0; i < 3; i++) {
      assertThat(LogTester.await(tester.send(OPS, LogEntry.Kind.MESSAGE, "lost", NONE)))
          .isInstanceOf(Appended.Failed.class);
    }
    recovers();
    assertThat(tester.say(OPS, "forgotten", NONE).offset()).isEqualTo(2);
    assertThat(told).extracting(LogEntry::text).containsExactly("first", "forgotten");
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void outagesUnderLoadLoseAndDoubleNothing(Fault fault) {
    WriteLoad load = new WriteLoad(log, 3);
    try (load) {
      for (int round = 1; round <= 5; round++) {
        long stored = load.stored();
        long refused = load.refused();
        eventually(() -> assertThat(load.stored()).isGreaterThan(stored + 300));
        source.fault(fault);
        eventually(() -> assertThat(load.refused()).isGreaterThan(refused + 50));
        source.fault(Fault.NONE);
      }
      long stored = load.stored();
      eventually(() -> assertThat(load.stored()).isGreaterThan(stored + 300));
    }
    load.assertStoredIn(log);
    restart();
    load.assertStoredIn(log);
  }

  @ParameterizedTest
  @EnumSource(names = {"BEFORE_COMMIT", "AFTER_COMMIT"})
  void lossesOfTheConnectionUnderLoadAreNotNoticed(Fault fault) {
    WriteLoad load = new WriteLoad(log, 3);
    try (load) {
      for (int round = 1; round <= 20; round++) {
        long stored = load.stored();
        eventually(() -> assertThat(load.stored()).isGreaterThan(stored + 50));
        source.faultOnce(fault);
      }
    }
    load.assertStoredIn(log);
    restart();
    load.assertStoredIn(log);
  }
}
