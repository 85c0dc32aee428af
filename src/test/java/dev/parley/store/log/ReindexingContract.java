package dev.parley.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.name.RoomName;
import dev.parley.store.Store;
import dev.parley.store.vendor.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Tests that a database of the version that split words at combining marks is indexed again while
 * the server runs.
 */
abstract class ReindexingContract {

  private static final RoomName OPS = new RoomName("ops");
  private static final RoomName EMPTY = new RoomName("empty");

  /** More lines than are analyzed in one transaction. */
  private static final int LINES = 1300;

  private static final List<String> TEXTS =
      List.of("build passed", "我们明天下午开会", "cafe\u0301 in form D", "हिन्दी में", "क ह न द");

  private FaultySource source;
  private Store store;
  private JdbcRoomLog log;
  private LogTester tester;

  abstract Database database();

  /** Returns the version of the tables before the index changed. */
  abstract String formerVersion();

  abstract DataSource dataSource();

  /** Inserts a line with its words as the former version did. */
  abstract void insert(Connection connection, long offset, String text, String words)
      throws SQLException;

  /** Stores the progress of the index of the former version, where it has one. */
  abstract void indexed(Connection connection, long offset) throws SQLException;

  @BeforeEach
  void makeDatabaseOfTheFormerVersion() throws SQLException {
    source = new FaultySource(dataSource());
    Flyway.configure()
        .dataSource(dataSource())
        .locations("classpath:db/migration/" + database().migrations())
        .target(formerVersion())
        .load()
        .migrate();
    try (Connection connection = dataSource().getConnection()) {
      connection.setAutoCommit(false);
      for (int id = 1; id <= 2; id++) {
        room(connection, id, id == 1 ? "ops" : "empty");
      }
      for (int i = 1; i <= LINES; i++) {
        String text = text(i);
        insert(connection, i, text, formerWords(text));
      }
      indexed(connection, LINES);
      connection.commit();
    }
  }

  private static void room(Connection connection, int id, String name) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            """
            insert into room (id, name, name_key, epoch, topic, persistent, secret, max_members,
              slow_mode_seconds, own_retention, created_at, first_offset, last_offset, unlogged)
            values (?, ?, ?, 'e', '', true, false, 0, 0, false, 0, 1, 0, false)\
            """)) {
      insert.setInt(1, id);
      insert.setString(2, name);
      insert.setString(3, name);
      insert.executeUpdate();
    }
  }

  private static String text(int offset) {
    return TEXTS.get(offset % TEXTS.size()) + " line" + offset;
  }

  static String formerWords(String text) {
    return Stream.of(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+", -1))
        .filter(word -> !word.isEmpty())
        .distinct()
        .collect(Collectors.joining(" "));
  }

  static void insertLine(Connection connection, long offset, String text) throws SQLException {
    try (PreparedStatement insert =
        connection.prepareStatement(
            "insert into line (room_id, \"offset\", at, kind, sender, text)"
                + " values (1, ?, 0, 'MESSAGE', 'alice', ?)")) {
      insert.setLong(1, offset);
      insert.setString(2, text);
      insert.executeUpdate();
    }
  }

  private void open() {
    store = Store.of(database(), "of the test", source, config -> {});
    log = new JdbcRoomLog(store, RetentionPolicy.UNLIMITED, 50, Clock.systemUTC());
    tester = new LogTester(log, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    if (log != null) {
      log.close();
      store.close();
    }
  }

  private static List<Long> offsetsOf(int text, int from) {
    return Stream.iterate((long) from, offset -> offset + 1)
        .limit(LINES - from + 1L)
        .filter(offset -> offset % TEXTS.size() == text)
        .toList();
  }

  private long count(String query) {
    try (Connection connection = store.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(query)) {
      row.next();
      return row.getLong(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private void awaitTheEnd() {
    JdbcRoomLogContract.eventually(
        () -> assertThat(count("select count(*) from line_words_rest")).isZero());
  }

  private void assertAllIsFound(int from) {
    assertThat(tester.by("alice", OPS, "")).hasSizeGreaterThanOrEqualTo(LINES - from);
    assertThat(tester.by("Alice", OPS, "build")).isEqualTo(offsetsOf(0, from));
    assertThat(tester.by("bob", OPS, "")).isEmpty();
    assertThat(tester.search(OPS, "开会")).isEqualTo(offsetsOf(1, from));
    assertThat(tester.search(OPS, "caf\u00e9")).isEqualTo(offsetsOf(2, from));
    assertThat(tester.search(OPS, "हिन्दी")).isEqualTo(offsetsOf(3, from));
    assertThat(tester.search(OPS, "क ह न द")).isEqualTo(offsetsOf(4, from));
    assertThat(tester.search(OPS, "BUILD")).isEqualTo(offsetsOf(0, from));
    assertThat(tester.search(OPS, "line777")).isEqualTo(from > 777 ? List.of() : List.of(777L));
  }

  @Test
  void linesOfBeforeAreFoundByTheirWordsOfNow() {
    open();
    awaitTheEnd();
    assertAllIsFound(1);
    assertThat(tester.say(OPS, "明天").offset()).isEqualTo(LINES + 1);
    assertThat(tester.search(OPS, "明")).contains(LINES + 1L, 1L);
  }

  @Test
  void linesAreFoundByTheirWordsOfBeforeUntilThen() {
    open();
    // At any progress, words that are the same in both versions are found.
    for (int i = 0; i < 20; i++) {
      assertThat(tester.search(OPS, "build")).isEqualTo(offsetsOf(0, 1));
      assertThat(tester.search(OPS, "line777")).containsExactly(777L);
      assertThat(tester.search(OPS, "हनद")).isEmpty();
    }
    awaitTheEnd();
    assertAllIsFound(1);
  }

  @Test
  void itIsContinuedAfterARestart() throws SQLException {
    Store.of(database(), "of the test", dataSource(), config -> {}).close();
    // Stops after a step, as a killed server may at any commit.
    try (Connection connection = dataSource().getConnection()) {
      connection.setAutoCommit(false);
      Reindexing reindexing = new Reindexing(connection, database().lines(connection));
      reindexing.step();
      connection.commit();
      reindexing.step();
      connection.rollback();
    }
    open();
    long rest = count("select coalesce(max(\"offset\"), 0) from line_words_rest");
    assertThat(rest).isLessThanOrEqualTo(LINES - 500);
    awaitTheEnd();
    assertAllIsFound(1);
  }

  @Test
  void newestLinesComeFirst() throws SQLException {
    Store.of(database(), "of the test", dataSource(), config -> {}).close();
    try (Connection connection = dataSource().getConnection()) {
      connection.setAutoCommit(false);
      new Reindexing(connection, database().lines(connection)).step();
      connection.commit();
      try (Statement statement = connection.createStatement();
          ResultSet row = statement.executeQuery("select * from line_words_rest")) {
        assertThat(row.next()).isTrue();
        assertThat(row.getLong("offset")).isEqualTo(LINES - 500);
      }
    }
  }

  @Test
  void chatAndSearchGoOnMeanwhile() {
    open();
    for (int i = 1; i <= 100; i++) {
      assertThat(tester.say(OPS, "新的 " + i).offset()).isEqualTo(LINES + i);
      assertThat(tester.search(OPS, "新的")).hasSize(i);
    }
    awaitTheEnd();
    assertAllIsFound(1);
  }

  @Test
  void linesThatAreRedactedOrExpireMeanwhileAreNotFound() {
    open();
    log.redact(OPS, 1);
    RetentionPolicy few = new RetentionPolicy(301L, null);
    LogTester.await(tester.send(OPS, LogEntry.Kind.MESSAGE, "last", few));
    awaitTheEnd();
    assertAllIsFound(LINES - 299);
  }

  @Test
  void roomWithoutLinesHasNothingLeft() {
    open();
    awaitTheEnd();
    assertThat(tester.search(EMPTY, "开会")).isEmpty();
    tester.say(EMPTY, "开会");
    assertThat(tester.search(EMPTY, "开会")).containsExactly(1L);
  }

  @Test
  void roomThatIsDeletedMeanwhileIsGone() {
    open();
    assertThat(tester.delete(OPS)).isEmpty();
    JdbcRoomLogContract.eventually(() -> {
      assertThat(count("select count(*) from line")).isZero();
      assertThat(count("select count(*) from line_words_rest")).isZero();
    });
    assertThat(log.problem()).isNull();
  }
}
