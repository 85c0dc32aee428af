package dev.parley;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Collects all lines that anyone was shown, or was told are accepted. Safe for use from any thread.
 */
final class ShownLines {

  private final Map<String, Map<Long, ShownLine>> rooms = new ConcurrentHashMap<>();
  private final Set<String> accepted = ConcurrentHashMap.newKeySet();
  private final Map<String, AtomicInteger> witnesses = new ConcurrentHashMap<>();
  private final Queue<String> contradictions = new ConcurrentLinkedQueue<>();
  private final AtomicInteger count = new AtomicInteger();

  /**
   * Someone was shown a line.
   *
   * @param how on which way
   * @param line the line, null where it was nothing that is in a log
   */
  void add(String how, @Nullable ShownLine line) {
    if (line == null) {
      return;
    }
    witness(how);
    ShownLine before =
        rooms
            .computeIfAbsent(line.room(), room -> new ConcurrentHashMap<>())
            .putIfAbsent(line.offset(), line);
    if (before == null) {
      count.incrementAndGet();
    } else if (!before.equals(line)) {
      contradictions.add(before + " was also shown as " + line);
    }
  }

  /** Someone was told that lines were accepted. */
  void accepted(String how, List<String> texts) {
    witness(how);
    accepted.addAll(texts);
  }

  private void witness(String how) {
    witnesses.computeIfAbsent(how, way -> new AtomicInteger()).incrementAndGet();
  }

  /** Returns the rooms of which something was shown. */
  Set<String> rooms() {
    return rooms.keySet();
  }

  /** Returns the number of different lines that were shown. */
  int count() {
    return count.get();
  }

  /** Returns the number of lines shown, for each way of showing them. */
  Map<String, AtomicInteger> witnesses() {
    return witnesses;
  }

  /** Everybody was shown the same. */
  void agree() {
    assertThat(contradictions).isEmpty();
  }

  /** A room's log, from offset 1 on, has all that was shown of the room, as it was shown. */
  void areIn(String room, List<ShownLine> log) {
    for (ShownLine shown : rooms.getOrDefault(room, Map.of()).values()) {
      assertThat(shown.offset()).as("shown: %s", shown).isLessThanOrEqualTo(log.size());
      assertThat(log.get((int) shown.offset() - 1)).isEqualTo(shown);
    }
  }

  /** A room's log has what was accepted, each line once. */
  void acceptedAreIn(List<ShownLine> log) {
    assertThat(log.stream().map(ShownLine::text).filter(accepted::contains))
        .containsExactlyInAnyOrderElementsOf(accepted);
  }
}
