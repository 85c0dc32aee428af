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
    lines.note(OPS, 1, 100);
    lines.note(OPS, 2, 200);
    lines.note(DEV, 7, 300);
    settle(199);
    assertThat(arrived).containsOnly(Map.entry(OPS, 1L));
    settle(300);
    assertThat(arrived).containsOnly(Map.entry(OPS, 2L), Map.entry(DEV, 7L));
  }

  @Test
  void lineThatIsNotShownHasArrivedWithThoseBeforeIt() {
    lines.note(OPS, 1, 100);
    lines.note(OPS, 2, 100);
    settle(99);
    assertThat(arrived).isEmpty();
    settle(100);
    assertThat(arrived).containsOnly(Map.entry(OPS, 2L));
  }

  @Test
  void ofManyLinesNoneIsTakenForArrivedThatIsNot() {
    int last = 100_000;
    for (int line = 1; line <= last; line++) {
      lines.note(line % 2 == 0 ? OPS : DEV, line, line * 10L);
    }
    for (int line = 1; line <= last; line += 1000) {
      settle(line * 10L);
      assertThat(arrived.values()).allMatch(upTo(line));
    }
    settle(last * 10L);
    assertThat(arrived).containsOnly(Map.entry(OPS, (long) last), Map.entry(DEV, last - 1L));
  }

  @Test
  void whatHasArrivedIsToldWhenSpaceRunsOut() {
    acknowledged = Long.MAX_VALUE;
    for (int line = 1; line <= 1000; line++) {
      lines.note(OPS, line, line * 10L);
    }
    assertThat(arrived.get(OPS)).isGreaterThan(800);
  }

  @Test
  void notesOfOneRoomStayWithinTheirBound() {
    fill(OPS);
    settle(5_000_000);
    assertThat(arrived.values()).allMatch(upTo(500_000));
    settle(10_000_000);
    assertThat(arrived).containsOnly(Map.entry(OPS, 1_000_000L));
  }

  @Test
  void notesOfTwoRoomsStayWithinTheirBound() {
    fill(OPS, DEV);
    settle(5_000_000);
    assertThat(arrived.values()).allMatch(upTo(500_000));
    settle(10_000_000);
    assertThat(arrived).containsOnly(Map.entry(OPS, 1_000_000L), Map.entry(DEV, 999_999L));
  }

  @Test
  void notesOfEverNewRoomsStayWithinTheirBound() {
    String[] rooms = new String[5000];
    Arrays.setAll(rooms, n -> "epoch " + n);
    fill(rooms);
    settle(9_999_000);
    assertThat(arrived.values()).allMatch(upTo(999_900));
    settle(10_000_000);
    assertThat(arrived.values()).contains(1_000_000L);
  }

  /** Notes a million lines, of one room after the other, none of which is acknowledged. */
  private void fill(String... rooms) {
    acknowledged = -1;
    int space = 0;
    for (int line = 1; line <= 1_000_000; line++) {
      lines.note(rooms[line % rooms.length], line, line * 10L);
      space = Math.max(space, lines.space());
    }
    assertThat(space).isEqualTo(AckTracker.MOST_SPACE);
    assertThat(arrived).isEmpty();
  }

  private void settle(long bytes) {
    acknowledged = bytes;
    lines.settle();
  }

  private static Predicate<Long> upTo(int line) {
    return offset -> offset <= line;
  }
}
