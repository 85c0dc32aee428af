package dev.parley.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog.Query;
import dev.parley.chat.name.RoomName;
import dev.parley.store.SqliteDataSources;
import dev.parley.store.Store;
import dev.parley.store.vendor.SqliteDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Tests that the statements for a room of many lines take no more work than those for one of few.
 */
class QueryPlanTests {

  private static final RoomName BIG = new RoomName("big");
  private static final int LINES = 2000;

  /** The number of lines that are read on joining a room, all of which are in memory. */
  private static final int SHOWN_ON_JOINING = 20;

  @TempDir private Path directory;

  private FaultySource source;
  private Store store;
  private JdbcRoomLog log;

  @BeforeEach
  void restartWithManyLines() {
    open();
    LogTester.open(log, BIG);
    LogTester tester = new LogTester(log, Clock.systemUTC());
    for (int i = 1; i < LINES; i++) {
      var _ = tester.send(BIG, LogEntry.Kind.MESSAGE, "line " + i, RetentionPolicy.UNLIMITED);
    }
    tester.say(BIG, "line " + LINES);
    close();
    open();
    // When the index is complete, the writer has nothing more to do.
    assertThat(log.read(BIG, new Query(0, Long.MAX_VALUE, List.of("nothing"), true, 1))).isEmpty();
    var _ = source.statements();
  }

  private void open() {
    source = new FaultySource(SqliteDataSources.create(directory.resolve("parley.db")));
    store = Store.of(new SqliteDatabase(), "parley.db", source, config -> {});
    log = new JdbcRoomLog(store, RetentionPolicy.UNLIMITED, 100, Clock.systemUTC());
  }

  @AfterEach
  void close() {
    log.close();
    store.close();
  }

  @Test
  void whatIsReadOnJoiningIsInMemory() {
    LogTester.open(log, BIG);
    assertThat(log.recent(BIG, SHOWN_ON_JOINING)).hasSize(SHOWN_ON_JOINING);
    assertThat(log.position(BIG)).isNotNull();
    assertThat(source.statements()).isEmpty();
  }

  static Stream<Query> queries() {
    return Stream.of(
        Query.after(0, 1),
        Query.after(LINES / 2, 100),
        new Query(0, LINES / 2, List.of(), true, 1),
        new Query(0, Long.MAX_VALUE, List.of("line"), true, 100),
        new Query(500, Long.MAX_VALUE, List.of("line", "777"), false, 100));
  }

  @ParameterizedTest
  @MethodSource("queries")
  void whatIsReadFromTheDatabaseIsFoundByItsIndexes(Query query) throws SQLException {
    assertThat(log.read(BIG, query)).isNotEmpty();

    List<String> steps = plan(source.statements());

    assertThat(steps).isNotEmpty();
    assertThat(steps)
        .allMatch(step -> step.startsWith("SEARCH ") || step.contains(" VIRTUAL TABLE INDEX "))
        .noneMatch(step -> step.contains("TEMP B-TREE"));
  }

  @Test
  void lineThatSetTheTopicIsFoundByItsIndex() throws SQLException {
    assertThat(log.topicLine(BIG)).isNull();
    assertThat(plan(source.statements()))
        .anyMatch(step -> step.startsWith("SEARCH line USING COVERING INDEX line_topic"))
        .noneMatch(step -> step.contains("TEMP B-TREE"));
  }

  @Test
  void oneLineIsAskedForWithOneStatement() {
    assertThat(log.entry(BIG, 1000)).isNotNull();
    assertThat(source.statements()).hasSize(1);
  }

  /** Returns the steps of SQLite's query plans for these statements. */
  private List<String> plan(List<String> statements) throws SQLException {
    List<String> steps = new ArrayList<>();
    try (Connection connection = store.dataSource().getConnection();
        Statement explain = connection.createStatement()) {
      for (String statement : statements) {
        try (ResultSet row = explain.executeQuery("explain query plan " + statement)) {
          while (row.next()) {
            steps.add(row.getString("detail"));
          }
        }
      }
    }
    return steps;
  }
}
