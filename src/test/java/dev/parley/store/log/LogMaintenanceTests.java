package dev.parley.store.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.parley.chat.history.Draft;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RetentionPolicy;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests when lines are moved to their place and into the index. */
class LogMaintenanceTests {

  @TempDir private Path directory;

  private WriterFixture tester;
  private RoomDeletions deletions;
  private final List<RoomState> rooms = new ArrayList<>();
  private LogMaintenance maintenance;

  @BeforeEach
  void open() throws SQLException {
    tester = new WriterFixture(directory);
    tester.connection.register("this");
    tester.connection.commit();
    for (int id = 1; id <= 3; id++) {
      rooms.add(
          tester.stored(
              id, "room" + id, RetentionPolicy.UNLIMITED, List.of(tester.clock.instant())));
    }
    deletions = new RoomDeletions();
    LogTransactions transactions =
        new LogTransactions(tester.store, "this", tester.connection, null);
    maintenance =
        new LogMaintenance(
            tester.store, transactions, deletions, () -> rooms, connection -> false, () -> true);
  }

  @AfterEach
  void close() throws SQLException {
    tester.close();
  }

  /** Stores lines in the rooms, in turn, as one batch. */
  private void store(int lines) throws SQLException {
    List<WriteTask> tasks = new ArrayList<>();
    for (int i = 0; i < lines; i++) {
      Draft draft = new Draft(tester.clock.instant(), LogEntry.Kind.MESSAGE, "alice", "hello");
      tasks.add(
          new WriteTask.Append(
              rooms.get(i % rooms.size()), draft, RetentionPolicy.UNLIMITED, result -> {}));
    }
    LogBatch batch = new LogBatch(tasks, deletions, RetentionPolicy.UNLIMITED, null);
    batch.plan(1);
    batch.write(tester.connection);
    tester.connection.commit();
    batch.committed();
    maintenance.limitBacklog(batch);
  }

  private void assertSettled(int lines) {
    assertThat(rooms).allMatch(room -> room.unsettledFrom() == Long.MAX_VALUE);
    assertThat(tester.number("select count(*) from line_tail")).isZero();
    assertThat(tester.number("select count(*) from line")).isEqualTo(rooms.size() + lines);
    assertThat(tester.number("select count(*) from line_words")).isEqualTo(rooms.size() + lines);
  }

  private void assertNotSettled(int lines) {
    assertThat(rooms).allMatch(room -> room.unsettledFrom() == 2);
    assertThat(tester.number("select count(*) from line_tail")).isEqualTo(lines);
    assertThat(tester.number("select count(*) from line")).isEqualTo(rooms.size());
  }

  @Test
  void linesOfAllRoomsAreSettledInOneTransaction() throws SQLException {
    store(60);
    assertNotSettled(60);
    var _ = tester.source.statements();
    maintenance.run();
    assertThat(tester.source.statements()).containsExactly("commit");
    assertSettled(60);
  }

  @Test
  void linesAreLeftForACalmerTimeWhereManyAreStored() throws SQLException {
    store(LogMaintenance.BUSY);
    maintenance.run();
    assertNotSettled(LogMaintenance.BUSY);
    store(LogMaintenance.BUSY - 1);
    await()
        .untilAsserted(() -> {
          maintenance.run();
          assertSettled(2 * LogMaintenance.BUSY - 1);
        });
  }

  @Test
  void backlogIsBounded() throws SQLException {
    store(LogMaintenance.MAX_UNSETTLED);
    assertNotSettled(LogMaintenance.MAX_UNSETTLED);
    store(1);
    assertThat(tester.number("select count(*) from line_tail"))
        .isLessThan(LogMaintenance.MAX_UNSETTLED);
  }

  @Test
  void redactedAndExpiredLinesAreSettledFirst() throws SQLException {
    store(6);
    RoomState room = rooms.getFirst();
    LogEntry redacted = tester.connection.redact(room.stored.id, 2);
    tester.connection.commit();
    assertThat(redacted).isNotNull().returns("", LogEntry::text);
    tester.connection.deleteLines(room.stored.id, 1, 3);
    tester.connection.commit();
    assertThat(tester.number("select count(*) from line_tail")).isZero();
    assertThat(tester.number("select count(*) from line where room_id = 1")).isZero();
    assertThat(tester.number("select count(*) from line")).isEqualTo(3 * 3 - 3);
  }
}
