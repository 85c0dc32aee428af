package dev.parley.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.history.RetentionPolicy;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests when the words of lines are added to the index. */
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
              id,
              "room" + id,
              RetentionPolicy.UNLIMITED,
              Collections.nCopies(10 * id, tester.clock.instant())));
    }
    deletions = new RoomDeletions();
    LogTransactions transactions = new LogTransactions(tester.store, "this", tester.connection);
    maintenance =
        new LogMaintenance(tester.store, transactions, deletions, () -> rooms, connection -> false);
  }

  @AfterEach
  void close() throws SQLException {
    tester.close();
  }

  /** Reports a batch of so many lines. */
  private void store(int lines) {
    maintenance.limitBacklog(
        new LogBatch(
            Collections.nCopies(lines, new WriteTask.Stop()),
            deletions,
            RetentionPolicy.UNLIMITED));
  }

  private long indexed() {
    return tester.number("select count(*) from line_words");
  }

  private void assertIndexed() {
    assertThat(rooms).allMatch(room -> room.searchable);
    assertThat(indexed()).isEqualTo(10 + 20 + 30);
  }

  private void assertNotIndexed() {
    assertThat(rooms).noneMatch(room -> room.searchable);
    assertThat(indexed()).isZero();
  }

  @Test
  void wordsOfAllRoomsAreAddedInOneTransaction() {
    var _ = tester.source.statements();
    maintenance.run();
    assertThat(tester.source.statements()).containsExactly("commit");
    assertIndexed();
  }

  @Test
  void indexIsLeftForACalmerTimeWhereManyLinesAreStored() {
    store(LogMaintenance.BUSY);
    maintenance.run();
    assertNotIndexed();
    store(LogMaintenance.BUSY - 1);
    maintenance.run();
    assertIndexed();
  }

  @Test
  void backlogOfTheIndexIsBounded() {
    store(LogMaintenance.INDEX_BACKLOG);
    assertNotIndexed();
    store(1);
    assertIndexed();
  }
}
