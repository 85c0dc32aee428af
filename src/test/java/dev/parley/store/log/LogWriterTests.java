package dev.parley.store.log;

import static dev.parley.store.log.JdbcRoomLogContract.eventually;
import static dev.parley.store.log.RoomLogContract.OPS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.chat.history.Draft;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog.Appended;
import dev.parley.chat.history.RoomLog.Query;
import dev.parley.chat.history.StoreUnavailableException;
import dev.parley.store.DatabaseFile;
import dev.parley.store.Store;
import dev.parley.store.log.FaultySource.Fault;
import dev.parley.store.vendor.SqliteDatabase;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Tests that the writer holds neither a transaction nor its lock longer than it needs them. */
class LogWriterTests extends SqliteStoreTest {

  LogWriterTests() {
    super(DAY);
  }

  private void otherProgram(String statement) throws SQLException {
    try (Connection other = file.getConnection();
        Statement work = other.createStatement()) {
      work.execute(statement);
    }
  }

  @Test
  void expiryThatOnlyReadsEndsItsTransaction() throws SQLException {
    for (int i = 0; i < 30; i++) {
      tester.say(OPS, "line " + i, DAY);
    }
    var _ = source.statements();
    eventually(() -> {
      List<String> asked = source.statements();
      assertThat(asked).anyMatch(statement -> statement.startsWith("select \"offset\", at"));
    });
    eventually(this::assertNothingHoldsUpCheckpoints);

    otherProgram("update server set ballast = 'by another program'");

    assertThat(tester.tryToSay(OPS, "after")).isInstanceOf(Appended.Stored.class);
  }

  private void assertNothingHoldsUpCheckpoints() throws SQLException {
    otherProgram("update server set ballast = 'more'");
    try (Connection other = file.getConnection();
        Statement checkpoint = other.createStatement();
        ResultSet row = checkpoint.executeQuery("pragma wal_checkpoint(truncate)")) {
      row.next();
      assertThat(row.getInt("busy")).isZero();
    }
  }

  @Test
  void changeThatReadsFirstIsNotOvertakenByAnotherProgram() {
    store.change(client -> {
      client.sql("select count(*) from room").query(Long.class).single();
      assertThatThrownBy(() -> otherProgram("update server set ballast = 'x'"))
          .isInstanceOf(SQLException.class);
      return client.sql("update server set ballast = 'y'").update();
    });
  }

  @Test
  void lineThatTheDatabaseDoesNotTakeIsRefusedAlone() throws SQLException {
    otherProgram(
        """
        create trigger picky before insert on line_tail when new.text like 'bad%' begin
          select raise(abort, 'not this');
        end\
        """);
    source.holdCommits();
    List<CompletableFuture<Appended>> answers = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      String text = (i % 10 == 3 ? "bad " : "good ") + i;
      answers.add(tester.send(OPS, LogEntry.Kind.MESSAGE, text, RetentionPolicy.UNLIMITED));
    }
    source.releaseCommits();
    long next = 1;
    for (int i = 0; i < 100; i++) {
      Appended answer = LogTester.await(answers.get(i));
      if (i % 10 == 3) {
        assertThat(LogTester.refused(answer))
            .isEqualTo("Your line is not stored: the database does not take it.");
      } else {
        LogEntry entry = LogTester.stored(answer).entry();
        assertThat(entry.offset()).isEqualTo(next++);
        assertThat(entry.text()).isEqualTo("good " + i);
      }
    }
    assertThat(log.problem()).isNull();
    assertThat(log.read(OPS, Query.after(0, 1000))).hasSize(90);
    assertThat(tester.search(OPS, "good")).hasSize(90);
  }

  @Test
  void searchFindsLinesThatWereStoredJustNowHoweverMany() {
    for (int i = 1; i < 2500; i++) {
      var _ = tester.send(OPS, LogEntry.Kind.MESSAGE, "needle " + i, RetentionPolicy.UNLIMITED);
    }
    tester.say(OPS, "needle 2500");
    assertThat(tester.search(OPS, "needle")).hasSize(2500);
  }

  @Test
  void answersAreGivenWithoutTheLockOfTheWriter() {
    for (Fault fault : List.of(Fault.NONE, Fault.BEFORE_COMMIT)) {
      source.fault(fault);
      CompletableFuture<Boolean> locked = new CompletableFuture<>();
      log.append(
          OPS,
          new Draft(Clock.systemUTC().instant(), LogEntry.Kind.MESSAGE, "alice", "hello"),
          DAY,
          answer -> locked.complete(store.writeLock().isHeldByCurrentThread()));
      assertThat(locked.join()).isFalse();
    }
  }

  @Test
  void journalIsCutOnceALongReaderHasGone() throws Exception {
    close();
    open(Store.sqlite(database));
    Path journal = directory.resolve("parley.db-wal");
    String text = "x".repeat(4000);
    try (Connection reader = file.getConnection();
        Statement statement = reader.createStatement()) {
      statement.execute("begin");
      statement.executeQuery("select count(*) from line").close();
      while (Files.size(journal) <= DatabaseFile.MAX_JOURNAL_SIZE) {
        for (int i = 0; i < 500; i++) {
          var _ = tester.send(OPS, LogEntry.Kind.MESSAGE, text, RetentionPolicy.UNLIMITED);
        }
        tester.say(OPS, "one more");
      }
      assertThat(tester.tryToSay(OPS, "while it reads")).isInstanceOf(Appended.Stored.class);
      statement.execute("rollback");
    }
    eventually(() -> assertThat(Files.size(journal)).isLessThan(DatabaseFile.MAX_JOURNAL_SIZE / 2));
    assertThat(tester.tryToSay(OPS, "afterwards")).isInstanceOf(Appended.Stored.class);
    assertThat(log.problem()).isNull();
  }

  private void openFile() {
    close();
    open(Store.sqlite(database));
    tester.say(OPS, "before");
  }

  private void assertMoved() {
    assertThat(LogTester.refused(tester.tryToSay(OPS, "refused")))
        .isEqualTo("Your line is not stored: the file of the database was moved away or replaced.");
    assertThat(log.problem())
        .isEqualTo("Lines cannot be stored: the file of the database was moved away or replaced.");
  }

  @Test
  void databaseThatIsMovedAwayIsNoticedAndMayComeBack() throws Exception {
    openFile();
    Path elsewhere = directory.resolve("elsewhere.db");
    Files.move(database, elsewhere);
    eventually(() -> assertThat(log.problem()).isNotNull());
    assertMoved();
    assertThatThrownBy(() -> store.change(client -> 1))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("moved away");
    assertThat(database).doesNotExist();
    Files.move(elsewhere, database);
    eventually(() -> assertThat(log.problem()).isNull());
    assertThat(tester.say(OPS, "after").offset()).isEqualTo(2);
  }

  @Test
  void databaseThatIsReplacedIsNoticed() throws Exception {
    openFile();
    Path copy = Files.copy(database, directory.resolve("copy.db"));
    Files.move(copy, database, StandardCopyOption.REPLACE_EXISTING);
    assertMoved();
  }

  @Test
  void journalThatIsDeletedIsNoticed() throws Exception {
    openFile();
    Files.delete(directory.resolve("parley.db-wal"));
    assertMoved();
    eventually(() -> assertThat(log.problem()).isNotNull());
    assertMoved();
  }

  @Test
  void diskThatHadNoSpaceIsToldOfUntilThereIsEnough() {
    close();
    AtomicLong enough = new AtomicLong(Long.MAX_VALUE);
    file.setMaxPageCount(100);
    open(
        Store.of(
            new SqliteDatabase(),
            "parley.db",
            file,
            config -> {},
            new DatabaseFile(database, enough::get)));
    assertThat(log.describe()).matches("SQLite: only [0-9]+ MB are free on the disk");
    assertThat(log.problem()).isNull();
    while (tester.tryToSay(OPS, "x".repeat(4000)) instanceof Appended.Stored) {
      // Continues until the disk is full.
    }
    assertThat(log.problem()).isEqualTo("Lines cannot be stored: the disk is full.");
    assertThatThrownBy(() -> store.change(LogWriterTests::fill))
        .hasMessage("That is not possible now: the disk is full.");
    file.setMaxPageCount(100_000);
    eventually(() ->
        assertThat(log.problem())
            .matches("Not every line can be stored: only [0-9]+ MB are free on the disk."));
    enough.set(0);
    tester.say(OPS, "fits");
    assertThat(log.problem()).isNull();
    assertThat(log.describe()).isEqualTo("SQLite");
  }

  private static int fill(JdbcClient client) {
    return client.sql("update server set ballast = zeroblob(1000000)").update();
  }

  @Test
  void changeThatIsNotStoredIsToldOf() throws SQLException {
    try (Connection other = file.getConnection();
        Statement statement = other.createStatement()) {
      statement.execute("begin immediate");
      assertThatThrownBy(() -> store.change(client -> 1))
          .isInstanceOf(StoreUnavailableException.class);
      assertThat(log.problem())
          .isEqualTo("Lines cannot be stored: the database is locked by another program.");
      statement.execute("rollback");
    }
    eventually(() -> assertThat(log.problem()).isNull());
  }
}
