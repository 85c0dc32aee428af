package dev.parley.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.history.RetentionPolicy;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the steps in which expired lines are deleted, where none of them is in memory. */
class LineExpiryTests {

  private static final RetentionPolicy TEN = new RetentionPolicy(10L, null);
  private static final RetentionPolicy HOUR = new RetentionPolicy(null, Duration.ofHours(1));

  @TempDir private Path directory;

  private WriterFixture tester;
  private Instant now;
  private Instant old;
  private Instant future;

  @BeforeEach
  void open() throws SQLException {
    tester = new WriterFixture(directory);
    now = tester.clock.instant();
    old = now.minus(Duration.ofHours(2));
    future = now.plus(Duration.ofDays(1));
  }

  @AfterEach
  void close() throws SQLException {
    tester.close();
  }

  private RoomState room(RetentionPolicy keep, List<Instant> times) throws SQLException {
    return tester.stored(1, keep, times);
  }

  private boolean step(RoomState room) throws SQLException {
    return LineExpiry.step(room, tester.connection);
  }

  @Test
  void linesAreDeletedInSteps() throws SQLException {
    RoomState room = room(TEN, Collections.nCopies(2500, now));
    assertThat(LineExpiry.backlog(room)).isEqualTo(2490);
    assertThat(step(room)).isTrue();
    assertThat(tester.offsets()).hasSize(1500).startsWith(1001L);
    assertThat(step(room)).isTrue();
    assertThat(LineExpiry.backlog(room)).isEqualTo(490);
    assertThat(step(room)).isTrue();
    assertThat(tester.offsets()).hasSize(10).startsWith(2491L);
    assertThat(LineExpiry.backlog(room)).isZero();
    assertThat(step(room)).isFalse();
  }

  @Test
  void nothingIsDeletedOfARoomThatIsNotStoredOrIsDeleted() throws SQLException {
    assertThat(step(tester.room(TEN))).isFalse();
    RoomState room = room(TEN, Collections.nCopies(20, now));
    room.stored.deleted = true;
    assertThat(step(room)).isFalse();
    assertThat(tester.offsets()).hasSize(20);
  }

  @Test
  void lastOffsetIsStoredWhenNoLineIsLeftToTellIt() throws SQLException {
    RoomState room = room(HOUR, Collections.nCopies(5, old));
    assertThat(step(room)).isTrue();
    assertThat(tester.offsets()).isEmpty();
    assertThat(tester.number("select last_offset from room")).isEqualTo(5);
    assertThat(room.position().first()).isEqualTo(6);
  }

  @Test
  void lastOffsetIsNotStoredWhileALineIsLeft() throws SQLException {
    RoomState room = room(HOUR, List.of(old, now));
    assertThat(step(room)).isTrue();
    assertThat(tester.offsets()).containsExactly(2L);
    assertThat(tester.number("select last_offset from room")).isZero();
  }

  @Test
  void storeIsNotReadAgainBeforeItsOldestLineExpires() throws SQLException {
    RoomState room = room(HOUR, List.of(old, now));
    assertThat(step(room)).isTrue();
    var _ = tester.source.statements();
    tester.clock.pass(Duration.ofMinutes(59));
    assertThat(step(room)).isFalse();
    assertThat(tester.source.statements()).isEmpty();
    tester.clock.pass(Duration.ofMinutes(2));
    assertThat(step(room)).isTrue();
    assertThat(tester.offsets()).isEmpty();
  }

  @Test
  void lineOfTheFutureExpiresWithTheNextOne() throws SQLException {
    RoomState room = room(HOUR, List.of(future, old, future, now));
    assertThat(step(room)).isTrue();
    assertThat(tester.offsets()).containsExactly(3L, 4L);
    assertThat(step(room)).isFalse();
  }

  @Test
  void oldLineAfterManyOfTheFutureIsFound() throws SQLException {
    List<Instant> times = new ArrayList<>(Collections.nCopies(1000, future));
    times.add(old);
    times.add(now);
    RoomState room = room(HOUR, times);
    assertThat(step(room)).isTrue();
    assertThat(room.position().first()).isEqualTo(1002);
    assertThat(step(room)).isTrue();
    assertThat(tester.offsets()).containsExactly(1002L);
  }

  @Test
  void roomOfTheFutureIsExaminedAgainAfterAMinute() throws SQLException {
    RoomState room = room(HOUR, Collections.nCopies(5, future));
    assertThat(step(room)).isFalse();
    var _ = tester.source.statements();
    tester.clock.pass(Duration.ofSeconds(59));
    assertThat(step(room)).isFalse();
    assertThat(tester.source.statements()).isEmpty();
    tester.clock.pass(Duration.ofSeconds(2));
    assertThat(step(room)).isFalse();
    assertThat(tester.source.statements()).isNotEmpty();
    assertThat(tester.offsets()).hasSize(5);
  }

  @Test
  void lineOfTheFutureExpiresByTheTimeOfTheStart() throws SQLException {
    RoomState room = room(HOUR, List.of(future));
    tester.clock.pass(Duration.ofMinutes(61));
    assertThat(step(room)).isTrue();
    assertThat(tester.offsets()).isEmpty();
  }

  @Test
  void noTransactionIsLeftOpen() throws SQLException {
    RoomState room = room(HOUR, List.of(now));
    var _ = tester.source.statements();
    assertThat(step(room)).isFalse();
    assertThat(tester.source.statements()).endsWith("commit");
  }
}
