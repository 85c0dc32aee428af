package dev.parley.store.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.store.log.FaultySource.Fault;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the steps in which rooms are deleted, and the use of their ids. */
class RoomDeletionsTests {

  private static final int MAX_ID = 0x7f_ffff;
  private static final String ROWS = "select count(*) from room";
  private static final String NAMES = "select count(*) from room where name_key is not null";

  @TempDir private Path directory;

  private final RoomDeletions deletions = new RoomDeletions();
  private WriterFixture tester;

  @BeforeEach
  void open() throws SQLException {
    tester = new WriterFixture(directory);
  }

  @AfterEach
  void close() throws SQLException {
    tester.close();
  }

  private RoomState room(int id, int lines) throws SQLException {
    deletions.reserveId(id);
    return tester.stored(
        id, RetentionPolicy.UNLIMITED, Collections.nCopies(lines, tester.clock.instant()));
  }

  private void delete(RoomState room) throws SQLException {
    deletions.delete(room);
    deletions.write(tester.connection);
    tester.connection.commit();
    deletions.committed();
  }

  private boolean step() throws SQLException {
    return deletions.step(tester.connection);
  }

  @Test
  void idsAreAllocatedBeyondTheLargest() {
    deletions.reserveId(1);
    deletions.reserveId(5);
    deletions.reserveId(3);
    assertThat(deletions.allocateId()).isEqualTo(6);
    assertThat(deletions.allocateId()).isEqualTo(7);
  }

  @Test
  void idsBeginAgainWithTheLowestFreeOne() {
    deletions.reserveId(1);
    deletions.reserveId(MAX_ID - 1);
    assertThat(deletions.allocateId()).isEqualTo(MAX_ID);
    assertThat(deletions.allocateId()).isEqualTo(2);
    assertThat(deletions.allocateId()).isEqualTo(3);
  }

  @Test
  void idIsFreeWhenNothingIsLeftOfTheRoom() throws SQLException {
    delete(room(1, 1));
    deletions.reserveId(MAX_ID);
    assertThat(deletions.allocateId()).isEqualTo(2);
    assertThat(step()).isFalse();
    deletions.reserveId(MAX_ID);
    assertThat(deletions.allocateId()).isEqualTo(1);
  }

  @Test
  void roomIsDeletedInSteps() throws SQLException {
    delete(room(1, 2500));
    assertThat(tester.number(NAMES)).isZero();
    assertThat(tester.offsets()).hasSize(2500);
    assertThat(step()).isTrue();
    assertThat(tester.offsets()).hasSize(1500).startsWith(1001L);
    assertThat(step()).isTrue();
    assertThat(tester.offsets()).hasSize(500).startsWith(2001L);
    assertThat(tester.number(ROWS)).isEqualTo(1);
    assertThat(step()).isFalse();
    assertThat(tester.offsets()).isEmpty();
    assertThat(tester.number(ROWS)).isZero();
    assertThat(step()).isFalse();
  }

  @Test
  void lastStepDeletesLinesBeyondTheKnownOnesToo() throws SQLException {
    RoomState room = room(1, 5);
    room.stored.newest = 3;
    delete(room);
    assertThat(step()).isFalse();
    assertThat(tester.offsets()).isEmpty();
  }

  @Test
  void oneRoomIsFinishedBeforeTheNext() throws SQLException {
    RoomState room = room(1, 1500);
    delete(room);
    deletions.reserveId(2);
    deletions.addRemaining(2, 1, 1);
    assertThat(step()).isTrue();
    assertThat(step()).isTrue();
    assertThat(tester.number(ROWS)).isZero();
    assertThat(step()).isFalse();
  }

  @Test
  void deletionThatFailsIsWrittenAgain() throws SQLException {
    deletions.delete(room(1, 1));
    tester.source.fault(Fault.BEFORE_COMMIT);
    deletions.write(tester.connection);
    assertThatThrownBy(() -> tester.connection.commit()).isInstanceOf(SQLException.class);
    assertThat(deletions.hasPending()).isTrue();

    tester.source.fault(Fault.NONE);
    tester.reopen();
    assertThat(tester.number(NAMES)).isEqualTo(1);
    deletions.write(tester.connection);
    tester.connection.commit();
    deletions.committed();
    assertThat(deletions.hasPending()).isFalse();
    assertThat(tester.number(NAMES)).isZero();
  }

  @Test
  void roomThatIsNotStoredLeavesNothingToDelete() {
    RoomState room = tester.room(RetentionPolicy.UNLIMITED);
    deletions.delete(room);
    assertThat(room.stored.deleted).isTrue();
    assertThat(deletions.hasPending()).isFalse();
  }

  @Test
  void roomIsDeletedOnce() throws SQLException {
    RoomState room = room(1, 1);
    deletions.delete(room);
    delete(room);
    assertThat(step()).isFalse();
    delete(room);
    assertThat(deletions.hasPending()).isFalse();
    assertThat(step()).isFalse();
  }

  @Test
  void linesInMemoryAreReleasedAtOnce() throws SQLException {
    RoomState room = room(1, 1);
    LogEntry line = WriterFixture.entry(1, tester.clock.instant());
    room.resume(1, 1, false, List.of(line));
    assertThat(room.recent(10)).containsExactly(line);
    deletions.delete(room);
    assertThat(room.recent(10)).isEmpty();
  }
}
