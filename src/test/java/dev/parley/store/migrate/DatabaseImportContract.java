package dev.parley.store.migrate;

import static dev.parley.store.log.RoomLogContract.upTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.history.RoomLog.Position;
import dev.parley.chat.history.RoomLog.Query;
import dev.parley.chat.history.RoomSettings;
import dev.parley.chat.history.SavedRoom;
import dev.parley.chat.name.RoomName;
import dev.parley.store.DataDirectory;
import dev.parley.store.SqliteDataSources;
import dev.parley.store.Store;
import dev.parley.store.StoreException;
import dev.parley.store.StoreTests;
import dev.parley.store.log.FaultySource;
import dev.parley.store.log.FaultySource.Fault;
import dev.parley.store.log.JdbcRoomLog;
import dev.parley.store.log.LogTester;
import dev.parley.store.migrate.DatabaseImport.Epochs;
import dev.parley.store.vendor.Database;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the import into a database. */
abstract class DatabaseImportContract {

  private static final RoomName OPS = new RoomName("ops");
  private static final RoomName DEV = new RoomName("dev");
  private static final RetentionPolicy NONE = new RetentionPolicy(0L, null);
  private static final int LINES = 450;

  @TempDir private Path directory;

  private Path file;
  private Path dataDir;

  abstract Database database();

  /** Returns the type of a column that numbers the rows. */
  abstract String sequenceType();

  /** Returns a source of connections to the target, which is empty. */
  abstract DataSource target(Path dataDir);

  @BeforeEach
  void makeDirectories() throws IOException {
    file = Files.createDirectory(directory.resolve("backups")).resolve("backup.db");
    dataDir = Files.createDirectory(directory.resolve("data"));
  }

  private Store open() {
    return open(target(dataDir));
  }

  private Store open(DataSource source) {
    return Store.of(database(), "of the test", source, config -> {});
  }

  private static void with(Store store, BiConsumer<RoomLog, LogTester> what) {
    try (store;
        JdbcRoomLog log =
            new JdbcRoomLog(store, RetentionPolicy.UNLIMITED, 50, Clock.systemUTC())) {
      what.accept(log, new LogTester(log, Clock.systemUTC()));
    }
  }

  /** Creates the file by a log that is closed then. */
  private void createFile(BiConsumer<RoomLog, LogTester> what) {
    with(Store.sqlite(file), opened(what));
  }

  private static BiConsumer<RoomLog, LogTester> opened(BiConsumer<RoomLog, LogTester> what) {
    return (log, tester) -> {
      LogTester.open(log, OPS);
      LogTester.open(log, DEV);
      what.accept(log, tester);
    };
  }

  private void say(LogTester tester, RoomName room) {
    for (int i = 1; i < LINES; i++) {
      var _ = tester.send(room, LogEntry.Kind.MESSAGE, "line " + i, RetentionPolicy.UNLIMITED);
    }
    tester.say(room, "line " + LINES);
  }

  private void runImport(Epochs epochs) {
    try (Store store = open()) {
      new DatabaseImport(file, epochs, dataDir).into(store);
    }
  }

  private void assertRefused(String sentence) {
    assertThatThrownBy(() -> runImport(Epochs.KEEP))
        .isInstanceOf(StoreException.class)
        .hasMessage(sentence);
    assertThat(dataDir.resolve("import.db")).doesNotExist();
  }

  private static Map<String, byte[]> contents(Path directory) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> files = Files.list(directory)) {
      for (Path each : files.toList()) {
        contents.put(each.getFileName().toString(), Files.readAllBytes(each));
      }
    }
    return contents;
  }

  @Test
  void everythingIsAsItWas() {
    SavedRoom ops =
        new SavedRoom(
            OPS,
            "What runs where",
            new RoomSettings(
                true, true, "swordfish", 10, 3, new RetentionPolicy(500L, Duration.ofDays(9))),
            Clock.systemUTC().instant());
    Position[] positions = new Position[2];
    List<LogEntry> said = new ArrayList<>();
    createFile((log, tester) -> {
      tester.save(ops);
      say(tester, OPS);
      tester.topic(DEV, "Topic of dev");
      log.redact(OPS, 5);
      positions[0] = log.position(OPS);
      positions[1] = log.position(DEV);
      said.addAll(log.read(OPS, Query.after(0, 1000)));
    });

    runImport(Epochs.KEEP);

    with(
        open(),
        (log, tester) -> {
          assertThat(log.saved()).hasSize(2).contains(ops);
          assertThat(log.saved()).extracting(SavedRoom::topic).contains("Topic of dev");
          assertThat(log.position(OPS)).isEqualTo(positions[0]);
          assertThat(log.position(DEV)).isEqualTo(positions[1]);
          assertThat(log.read(OPS, Query.after(0, 1000))).isEqualTo(said);
          assertThat(log.entry(OPS, 5).redacted()).isTrue();
          assertThat(tester.search(OPS, "LINE 42")).containsExactly(42L);
          assertThat(tester.search(OPS, "line 5")).isEmpty();
          assertThat(tester.say(OPS, "next").offset()).isEqualTo(LINES + 1);
        });
  }

  @Test
  void expiredLinesStayAway() {
    RetentionPolicy ten = new RetentionPolicy(10L, null);
    createFile((log, tester) -> {
      tester.save(
          new SavedRoom(
              OPS,
              "",
              new RoomSettings(true, false, null, 0, 0, ten),
              Clock.systemUTC().instant()));
      for (int i = 0; i < 300; i++) {
        tester.say(OPS, "line", ten);
      }
    });
    runImport(Epochs.KEEP);
    with(
        open(),
        (log, tester) -> {
          assertThat(tester.offsets(OPS)).isEqualTo(upTo(300).subList(290, 300));
          assertThat(tester.say(OPS, "next", ten).offset()).isEqualTo(301);
        });
  }

  @Test
  void backupBeginsNewEpochsWithTheSameOffsets() {
    String[] epoch = new String[1];
    createFile((log, tester) -> {
      say(tester, OPS);
      epoch[0] = LogTester.open(log, OPS).epoch();
    });
    runImport(Epochs.NEW);
    with(
        open(),
        (log, tester) -> {
          assertThat(LogTester.open(log, OPS).epoch()).isNotEqualTo(epoch[0]);
          assertThat(tester.offsets(OPS)).isEqualTo(upTo(LINES));
          assertThat(tester.say(OPS, "next").offset()).isEqualTo(LINES + 1);
        });
  }

  @Test
  void logThatWasNotStoredBeginsAnew() {
    String[] epoch = new String[1];
    createFile((log, tester) -> {
      tester.say(OPS, "stored");
      tester.say(OPS, "shown", NONE);
      epoch[0] = LogTester.open(log, OPS).epoch();
    });
    runImport(Epochs.KEEP);
    with(
        open(),
        (log, tester) -> {
          assertThat(LogTester.open(log, OPS).epoch()).isNotEqualTo(epoch[0]);
          assertThat(tester.say(OPS, "another").offset()).isEqualTo(1);
        });
  }

  @Test
  void whatIsInTheJournalIsImportedAndNothingOfItChanges() throws IOException {
    Path running = directory.resolve("running.db");
    with(
        Store.sqlite(running),
        opened((log, tester) -> {
          say(tester, OPS);
          // A killed server leaves it like this.
          for (String suffix : List.of("", "-wal")) {
            try {
              Files.copy(Path.of(running + suffix), Path.of(file + suffix));
            } catch (IOException e) {
              throw new AssertionError(e);
            }
          }
        }));
    Map<String, byte[]> before = contents(directory.resolve("backups"));
    assertThat(before).containsOnlyKeys("backup.db", "backup.db-wal");

    runImport(Epochs.KEEP);

    with(open(), (log, tester) -> assertThat(tester.offsets(OPS)).isEqualTo(upTo(LINES)));
    assertThat(contents(directory.resolve("backups"))).containsExactlyEntriesOf(before);
    assertThat(contents(dataDir)).doesNotContainKeys("import.db", "import.db-wal");
  }

  @Test
  void olderSchemaIsImportedAndStaysAsItIs() throws SQLException, IOException {
    Flyway.configure()
        .dataSource(SqliteDataSources.create(file))
        .locations("classpath:db/migration/sqlite")
        .target("1")
        .load()
        .migrate();
    try (Connection connection = SqliteDataSources.create(file).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          insert into room values (7, 'ops', 'ops', 'e', '', true, false, null, 0, 0, false, null,
            null, 0, 1, 1, false)\
          """);
      statement.execute(
          """
          insert into line_with_words (room_id, "offset", at, kind, sender, text, words)
          values (7, 1, 0, 'MESSAGE', 'alice', 'Hello', 'hello')\
          """);
    }
    byte[] before = Files.readAllBytes(file);
    runImport(Epochs.KEEP);
    with(
        open(),
        (log, tester) -> {
          assertThat(log.position(OPS)).isEqualTo(new Position("e", 1, 1));
          assertThat(tester.search(OPS, "hello")).containsExactly(1L);
        });
    assertThat(Files.readAllBytes(file)).isEqualTo(before);
  }

  @Test
  void tablesOfOtherKindsAreCopiedToo() throws SQLException {
    createFile((log, tester) -> tester.say(OPS, "hello"));
    String columns = "name text, active boolean not null, hash bytea, made bigint)";
    try (Connection connection = SqliteDataSources.create(file).getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table extra (id integer primary key, " + columns);
      statement.execute("insert into extra values (7, 'a', true, x'0102', 5000000000)");
      statement.execute("insert into extra values (9, null, false, null, null)");
    }
    DataSource target = target(dataDir);
    open(target).close();
    try (Connection connection = target.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("create table extra (id " + sequenceType() + ", " + columns);
    }

    runImport(Epochs.KEEP);

    try (Connection connection = target.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute("insert into extra (active) values (true)");
      try (ResultSet row = statement.executeQuery("select * from extra order by id")) {
        row.next();
        assertThat(row.getInt("id")).isEqualTo(7);
        assertThat(row.getString("name")).isEqualTo("a");
        assertThat(row.getBoolean("active")).isTrue();
        assertThat(row.getBytes("hash")).containsExactly(1, 2);
        assertThat(row.getLong("made")).isEqualTo(5_000_000_000L);
        row.next();
        assertThat(row.getString("name")).isNull();
        assertThat(row.getBytes("hash")).isNull();
        row.next();
        assertThat(row.getInt("id")).isEqualTo(10);
      }
    }
  }

  @Test
  void newerSchemaIsRefused() throws SQLException {
    Store.sqlite(file).close();
    StoreTests.makeNewer(file);
    assertRefused(
        "The database " + file + " cannot be opened: it was made by a newer version of parley.");
  }

  @Test
  void fileThatIsNotThereIsRefused() {
    assertRefused("There is no file " + file + " to import.");
  }

  @Test
  void fileThatIsNoDatabaseIsRefused() throws IOException {
    Files.writeString(file, "no database at all, but long enough to look like one ".repeat(50));
    assertRefused("The database " + file + " cannot be opened: it is damaged.");
  }

  @Test
  void databaseWithoutRoomsIsRefused() throws IOException {
    Files.createFile(file);
    assertRefused("The database " + file + " cannot be opened: it has no rooms to import.");
  }

  @Test
  void databaseOfAServerThatRunsIsRefused() throws IOException {
    createFile((log, tester) -> tester.say(OPS, "hello"));
    try (DataDirectory _ = DataDirectory.lock(directory.resolve("backups"))) {
      assertRefused(
          "The data directory "
              + directory.resolve("backups")
              + " is in use by another parley server.");
    }
    runImport(Epochs.KEEP);
  }

  @Test
  void storeThatHasRoomsIsLeftAlone() {
    createFile((log, tester) -> tester.say(OPS, "from the backup"));
    with(open(), opened((log, tester) -> tester.say(DEV, "here before")));
    assertRefused(
        "Nothing is imported into the database of the test because it has rooms already; without"
            + " parley.import.file the server starts with them.");
    with(
        open(),
        (log, tester) -> {
          assertThat(log.position(OPS)).isNull();
          assertThat(tester.texts(DEV, Query.newest(5))).containsExactly("here before");
        });
  }

  @Test
  void importThatFailsLeavesNothing() {
    createFile((log, tester) -> say(tester, OPS));
    FaultySource source = new FaultySource(target(dataDir));
    try (Store store = open(source)) {
      source.fault(Fault.BEFORE_COMMIT);
      assertThatThrownBy(() -> new DatabaseImport(file, Epochs.KEEP, dataDir).into(store))
          .isInstanceOf(StoreException.class)
          .hasMessageStartingWith("The import of " + file + " failed: the database ");
    }
    runImport(Epochs.KEEP);
    with(open(), (log, tester) -> assertThat(tester.offsets(OPS)).isEqualTo(upTo(LINES)));
  }
}
