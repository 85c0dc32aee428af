package dev.parley.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RoomLog;
import dev.parley.store.PostgresServer;
import dev.parley.store.Store;
import dev.parley.store.vendor.LineRange;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Tests that a search in PostgreSQL reads a small part of a large room, directly after it was
 * filled and as often as it is repeated.
 */
class PostgresSearchTests {

  @RegisterExtension static final PostgresServer SERVER = PostgresServer.withTables();

  private static final int LINES = 140_000;
  private static final int OLD = 66_000;
  private static final int PAGE = 100;

  /** The number of lines that a search may read, which is far below that of the room. */
  private static final long MAX_READ = 10_000;

  /** The number of executions after which the driver and the database have settled on a plan. */
  private static final int EXECUTIONS = 12;

  private Store store;

  @BeforeEach
  void fill() {
    store = SERVER.openStore();
    SERVER.execute(
        """
        insert into room (id, name, name_key, epoch, topic, persistent, secret, max_members,
          slow_mode_seconds, own_retention, created_at, first_offset, last_offset, unlogged)
        select id, 'room' || id, 'room' || id, 'epoch' || id, '', true, false, 0, 0, false, 0, 1, 0,
          false from generate_series(1, 2) as id\
        """);
    SERVER.execute(
        """
        insert into line (room_id, "offset", at, kind, sender, text, words)
        select 1, n, n, 'MESSAGE', 'alice', text, cast(text as tsvector)
        from generate_series(1, %d) as n, lateral (select 'every n' || n
          || case when n %% 200 = 0 then ' some' else '' end
          || case when n %% 10 = 7 then ' seventh' else '' end
          || case when n < %d then ' old' else '' end as text) as line\
        """
            .formatted(LINES, OLD));
    SERVER.execute(
        """
        insert into line (room_id, "offset", at, kind, sender, text, words)
        values (2, 5, 5, 'MESSAGE', 'bob', 'every n5', 'every n5')\
        """);
  }

  private static RoomLog.Query query(List<String> words) {
    return new RoomLog.Query(0, Long.MAX_VALUE, words, true, PAGE);
  }

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void pageOfEachWordIsFoundInFewLines() throws SQLException {
    assertFound(true, List.of("every"), LongStream.rangeClosed(LINES - PAGE + 1, LINES));
    assertFound(false, List.of("every"), LongStream.rangeClosed(1, PAGE));
    assertFound(true, List.of("n5"), LongStream.of(5));
    assertFound(true, List.of("every", "n70000"), LongStream.of(70_000));
    assertFound(true, List.of("nothing"), LongStream.empty());
    assertFound(
        true,
        List.of("some", "every"),
        LongStream.iterate(LINES, n -> n - 200).limit(PAGE).sorted());
    assertFound(true, List.of("some", "seventh"), LongStream.empty());
    assertFound(true, List.of("old"), LongStream.range(OLD - PAGE, OLD));
  }

  private void assertFound(boolean newest, List<String> words, LongStream offsets)
      throws SQLException {
    LineRange range = new LineRange(1, 1, Long.MAX_VALUE, 0, newest, PAGE);
    List<Long> expected = offsets.boxed().toList();
    try (Connection connection = store.dataSource().getConnection()) {
      connection.setAutoCommit(false);
      for (int i = 0; i < EXECUTIONS; i++) {
        long before = read(connection);
        List<LogEntry> found = LineReader.search(connection, store.database(), range, query(words));
        assertThat(found).extracting(LogEntry::offset).isEqualTo(expected);
        assertThat(read(connection) - before).as("lines read for %s", words).isLessThan(MAX_READ);
      }
      connection.rollback();
    }
  }

  /** Returns the number of lines that the transaction has read. */
  private static long read(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery(
                """
                select seq_tup_read + idx_tup_fetch from pg_stat_xact_user_tables
                where relname = 'line'\
                """)) {
      row.next();
      return row.getLong(1);
    }
  }

  @Test
  void roomWithoutLinesHasNoResults() throws SQLException {
    try (Connection connection = store.dataSource().getConnection()) {
      LineRange range = new LineRange(3, 1, Long.MAX_VALUE, 0, true, PAGE);
      assertThat(LineReader.search(connection, store.database(), range, query(List.of("every"))))
          .isEmpty();
    }
  }

  @Test
  void rangeEndsInsideABlock() throws SQLException {
    try (Connection connection = store.dataSource().getConnection()) {
      LineRange range = new LineRange(1, 65_000, 66_010, 65_100, true, PAGE);
      List<LogEntry> found =
          LineReader.search(connection, store.database(), range, query(List.of("some")));
      assertThat(Stream.of(65_200L, 65_400L, 65_600L, 65_800L, 66_000L).toList())
          .isEqualTo(found.stream().map(LogEntry::offset).toList());
    }
  }
}
