package dev.parley.tcp.send;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class AckTrackerTests {

  private static final String OPS = "epoch of ops";
  private static final String DEV = "epoch of dev";

  private final Map<String, Long> arrived = new HashMap<>();
  private long acknowledged;
  private final AckTracker lines = new AckTracker(() -> acknowledged, arrived::put);

  @Test
  void lineHasArrivedWhenItsLastByteHas() {
    lines.record(OPS, 1, 100);
    lines.record(OPS, 2, 200);
    lines.record(DEV, 7, 300);
    acknowledge(199);
    assertThat(arrived).containsOnly(Map.entry(OPS, 1L));
    acknowledge(300);
    assertThat(arrived).containsOnly(Map.entry(OPS, 2L), Map.entry(DEV, 7L));
  }

  @Test
  void lineThatIsNotShownHasArrivedWithThoseBeforeIt() {
    lines.record(OPS, 1, 100);
    lines.record(OPS, 2, 100);
    acknowledge(99);
    assertThat(arrived).isEmpty();
    acknowledge(100);
    assertThat(arrived).containsOnly(Map.entry(OPS, 2L));
  }

  @Test
  void ofManyLinesNoneIsTakenForArrivedThatIsNot() {
    int last = 100_000;
    for (int line = 1; line <= last; line++) {
      lines.record(line % 2 == 0 ? OPS : DEV, line, line * 10L);
    }
    for (int line = 1; line <= last; line += 1000) {
      acknowledge(line * 10L);
      assertThat(arrived.values()).allMatch(upTo(line));
    }
    acknowledge(last * 10L);
    assertThat(arrived).containsOnly(Map.entry(OPS, (long) last), Map.entry(DEV, last - 1L));
  }

  @Test
  void arrivedLinesAreReportedWhenTheCapacityIsUsedUp() {
    acknowledged = Long.MAX_VALUE;
    for (int line = 1; line <= 1000; line++) {
      lines.record(OPS, line, line * 10L);
    }
    assertThat(arrived.get(OPS)).isGreaterThan(800);
  }

  @Test
  void entriesOfOneRoomStayWithinTheirBound() {
    fill(OPS);
    acknowledge(5_000_000);
    assertThat(arrived.values()).allMatch(upTo(500_000));
    acknowledge(10_000_000);
    assertThat(arrived).containsOnly(Map.entry(OPS, 1_000_000L));
  }

  @Test
  void entriesOfTwoRoomsStayWithinTheirBound() {
    fill(OPS, DEV);
    acknowledge(5_000_000);
    assertThat(arrived.values()).allMatch(upTo(500_000));
    acknowledge(10_000_000);
    assertThat(arrived).containsOnly(Map.entry(OPS, 1_000_000L), Map.entry(DEV, 999_999L));
  }

  @Test
  void entriesOfEverNewRoomsStayWithinTheirBound() {
    String[] rooms = new String[5000];
    Arrays.setAll(rooms, n -> "epoch " + n);
    fill(rooms);
    acknowledge(9_999_000);
    assertThat(arrived.values()).allMatch(upTo(999_900));
    acknowledge(10_000_000);
    assertThat(arrived.values()).contains(1_000_000L);
  }

  /** Records a million lines, of one room after the other, none of which is acknowledged. */
  private void fill(String... rooms) {
    acknowledged = -1;
    int capacity = 0;
    for (int line = 1; line <= 1_000_000; line++) {
      lines.record(rooms[line % rooms.length], line, line * 10L);
      capacity = Math.max(capacity, lines.capacity());
    }
    assertThat(capacity).isEqualTo(AckTracker.MAX_CAPACITY);
    assertThat(arrived).isEmpty();
  }

  private void acknowledge(long bytes) {
    acknowledged = bytes;
    lines.reportAcknowledged();
  }

  private static Predicate<Long> upTo(int line) {
    return offset -> offset <= line;
  }
}
