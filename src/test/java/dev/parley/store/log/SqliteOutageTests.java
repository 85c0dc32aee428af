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
import dev.parley.chat.history.RoomLog.Appended;
import dev.parley.chat.history.RoomLog.Query;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.history.SavedRoom;
import dev.parley.chat.history.StoreUnavailableException;
import dev.parley.store.SqliteDataSources;
import dev.parley.store.log.FaultySource.Fault;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.sqlite.SQLiteDataSource;

/** Tests that a failing store refuses lines with the reason, and recovers by itself. */
class SqliteOutageTests extends SqliteStoreTest {

  SqliteOutageTests() {
    super(RetentionPolicy.UNLIMITED);
  }

  private void recovers() {
    eventually(() -> assertThat(log.problem()).isNull());
  }

  @Test
  void lockedDatabaseHasLinesRefusedUntilItIsFree() throws SQLException {
    tester.say(OPS, "before");
    try (Connection other = file.getConnection();
        Statement statement = other.createStatement()) {
      statement.execute("begin immediate");
      assertThat(LogTester.refused(tester.tryToSay(OPS, "refused")))
          .isEqualTo("Your line is not stored: the database is locked by another program.");
      assertThat(log.problem())
          .isEqualTo("Lines cannot be stored: the database is locked by another program.");
      assertThat(tester.texts(OPS, Query.newest(5))).containsExactly("before");
      assertThat(
              tester.save(
                  new SavedRoom(DEV, "", RoomSettings.PERSISTENT, Clock.systemUTC().instant())))
          .contains("#dev is not saved: the database is locked by another program.");
      assertThatThrownBy(() -> log.redact(OPS, 1)).isInstanceOf(StoreUnavailableException.class);
      statement.execute("rollback");
    }
    recovers();
    assertThat(tester.say(OPS, "after").offset()).isEqualTo(2);
    assertThat(tester.texts(OPS, Query.newest(5))).containsExactly("before", "after");
  }

  @Test
  void fullDiskHasLinesRefusedUntilThereIsRoom() {
    String text = "x".repeat(4000);
    close();
    SQLiteDataSource small = SqliteDataSources.create(database);
    small.setMaxPageCount(100);
    open(small);
    List<LogEntry> stored = new ArrayList<>();
    Appended last = tester.tryToSay(OPS, text);
    while (last instanceof Appended.Stored(var _, LogEntry entry)) {
      stored.add(entry);
      last = tester.tryToSay(OPS, text);
    }
    assertThat(stored).hasSizeGreaterThan(10);
    assertThat(LogTester.refused(last)).isEqualTo("Your line is not stored: the disk is full.");
    assertThat(log.problem()).isEqualTo("Lines cannot be stored: the disk is full.");
    assertThat(log.read(OPS, Query.after(0, 1000))).isEqualTo(stored);
    file.setMaxPageCount(100_000);
    recovers();
    assertThat(tester.say(OPS, "after").offset()).isEqualTo(stored.size() + 1);
  }

  @ParameterizedTest
  @EnumSource(names = {"UNREACHABLE", "BEFORE_COMMIT"})
  void roomIsNotMadeByALineThatWasRefused(Fault fault) {
    source.fault(fault);
    assertThat(tester.tryToSay(DEV, "refused")).isInstanceOf(Appended.Failed.class);
    source.fault(Fault.NONE);
    recovers();
    tester.say(OPS, "one");
    restart();
    assertThat(log.saved()).extracting(SavedRoom::name).containsExactly(OPS);
    assertThat(tester.say(DEV, "first").offset()).isEqualTo(1);
    assertThat(log.saved()).noneMatch(room -> room.createdAt().equals(Instant.EPOCH));
  }

  @ParameterizedTest
  @EnumSource(names = {"UNREACHABLE", "BEFORE_COMMIT"})
  void lineThatWasRefusedIsNotInTheLog(Fault fault) {
    tester.say(OPS, "one");
    source.fault(fault);
    assertThat(tester.tryToSay(OPS, "refused")).isInstanceOf(Appended.Failed.class);
    assertThat(tester.tryToSay(DEV, "refused")).isInstanceOf(Appended.Failed.class);
    assertThat(log.position(OPS).last()).isEqualTo(1);
    source.fault(Fault.NONE);
    recovers();
    assertThat(tester.texts(OPS, Query.newest(5))).containsExactly("one");
    assertThat(tester.search(OPS, "refused")).isEmpty();
    assertThat(tester.say(OPS, "two").offset()).isEqualTo(2);
    assertThat(tester.say(DEV, "first").offset()).isEqualTo(1);
    restart();
    assertThat(tester.texts(OPS, Query.newest(5))).containsExactly("one", "two");
    assertThat(tester.texts(DEV, Query.newest(5))).containsExactly("first");
    assertThat(tester.search(OPS, "refused")).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"UNREACHABLE", "BEFORE_COMMIT"})
  void roomThatWasNotSavedIsAsItWas(Fault fault) {
    SavedRoom before =
        new SavedRoom(OPS, "topic", RoomSettings.PERSISTENT, Clock.systemUTC().instant());
    SavedRoom after = new SavedRoom(OPS, "topic", RoomSettings.AD_HOC, before.createdAt());
    tester.save(before);
    source.fault(fault);
    assertThat(tester.save(after)).isPresent();
    assertThat(log.saved()).containsExactly(before);
    source.fault(Fault.NONE);
    recovers();
    restart();
    assertThat(log.saved()).containsExactly(before);
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void roomThatIsDeletedMeanwhileIsDeletedAfterwards(Fault fault) {
    tester.say(OPS, "before");
    String epoch = log.position(OPS).epoch();
    source.fault(fault);
    assertThat(tester.delete(OPS)).get().asString().startsWith("#ops is gone, but that is not");
    LogTester.open(log, OPS);
    assertThat(tester.tryToSay(OPS, "refused")).isInstanceOf(Appended.Failed.class);
    source.fault(Fault.NONE);
    recovers();
    assertThat(tester.say(OPS, "after").offset()).isEqualTo(1);
    restart();
    assertThat(log.position(OPS).epoch()).isNotEqualTo(epoch);
    assertThat(tester.texts(OPS, Query.newest(5))).containsExactly("after");
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void offsetsAreNeverSharedWithLinesThatAreNotKept(Fault fault) {
    tester.say(OPS, "one");
    source.fault(fault);
    assertThat(tester.tryToSay(OPS, "refused")).isInstanceOf(Appended.Failed.class);
    CompletableFuture<Appended> shown = tester.send(OPS, LogEntry.Kind.MESSAGE, "shown", NONE);
    source.fault(Fault.NONE);
    recovers();
    var _ = LogTester.await(shown);
    String epoch = log.position(OPS).epoch();
    assertThat(tester.say(OPS, "forgotten", NONE).offset()).isGreaterThan(1);
    restart();
    assertThat(log.position(OPS).epoch()).isNotEqualTo(epoch);
  }

  @Test
  void roomWithoutHistoryGoesOn() {
    tester.say(OPS, "one", NONE);
    tester.say(OPS, "two", NONE);
    source.fault(Fault.UNREACHABLE);
    assertThat(tester.tryToSay(DEV, "refused")).isInstanceOf(Appended.Failed.class);
    assertThat(tester.say(OPS, "three", NONE).offset()).isEqualTo(3);
  }

  @Test
  void whatIsInMemoryCanBeReadAndTheRestIsRefused() {
    for (int i = 1; i <= 2 * LINES_IN_MEMORY; i++) {
      tester.say(OPS, "line " + i);
    }
    tester.say(DEV, "all of it is in memory");
    source.fault(Fault.UNREACHABLE);
    assertThat(tester.tryToSay(OPS, "refused")).isInstanceOf(Appended.Failed.class);
    assertThat(log.recent(OPS, 5)).hasSize(5);
    assertThat(log.read(OPS, Query.newest(LINES_IN_MEMORY))).hasSize(LINES_IN_MEMORY);
    assertThat(log.read(OPS, Query.after(LINES_IN_MEMORY, 100))).hasSize(LINES_IN_MEMORY);
    assertThat(tester.search(DEV, "memory")).containsExactly(1L);
    assertThatThrownBy(() -> log.read(OPS, Query.after(0, 5)))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageStartingWith("The history cannot be read now: ");
    source.fault(Fault.NONE);
    recovers();
    assertThat(log.read(OPS, Query.after(0, 5))).hasSize(5);
  }

  @Test
  void moreThanCanWaitIsRefusedAtOnce() {
    List<CompletableFuture<Appended>> answers = new ArrayList<>();
    source.holdCommits();
    try {
      for (int i = 0; i < LogWriter.QUEUE_CAPACITY + 1000; i++) {
        answers.add(
            tester.send(OPS, LogEntry.Kind.MESSAGE, "line " + i, RetentionPolicy.UNLIMITED));
      }
      assertThat(answers.getLast()).isCompleted();
      assertThat(LogTester.refused(answers.getLast().join()))
          .isEqualTo("Your line is not stored: too many lines wait to be stored.");
    } finally {
      source.releaseCommits();
    }
    long stored =
        answers.stream().map(LogTester::await).filter(Appended.Stored.class::isInstance).count();
    assertThat(stored).isGreaterThanOrEqualTo(LogWriter.QUEUE_CAPACITY);
    assertThat(log.position(OPS).last()).isEqualTo(stored);
    assertThat(tester.say(OPS, "next").offset()).isEqualTo(stored + 1);
  }

  @ParameterizedTest
  @EnumSource(names = "NONE", mode = EnumSource.Mode.EXCLUDE)
  void outagesUnderLoadLoseNothing(Fault fault) {
    WriteLoad load = new WriteLoad(log, 3);
    try (load) {
      for (int round = 1; round <= 5; round++) {
        long stored = load.stored();
        long refused = load.refused();
        eventually(() -> assertThat(load.stored()).isGreaterThan(stored + 500));
        source.fault(fault);
        eventually(() -> assertThat(load.refused()).isGreaterThan(refused + 50));
        source.fault(Fault.NONE);
      }
    }
    load.assertStoredIn(log);
    restart();
    load.assertStoredIn(log);
  }

  @ParameterizedTest
  @EnumSource(names = {"UNREACHABLE", "BEFORE_COMMIT"})
  void keyOfALineThatWasRefusedIsNotKept(Fault fault) {
    tester.say(OPS, "one");
    source.fault(fault);
    CompletableFuture<Appended> answer = new CompletableFuture<>();
    log.append(
        OPS,
        new Draft(
            Clock.systemUTC().instant(),
            LogEntry.Kind.MESSAGE,
            "ci",
            "posted",
            new PostKey("hash", "digest"),
            null),
        RetentionPolicy.UNLIMITED,
        answer::complete);
    assertThat(LogTester.await(answer)).isInstanceOf(Appended.Failed.class);
    source.fault(Fault.NONE);
    recovers();
    assertThat(tester.say(OPS, "two").offset()).isEqualTo(2);
    assertThat(log.posted("hash")).isNull();
  }
}
