package dev.parley.store.log;

import dev.parley.chat.history.Draft;
import dev.parley.chat.history.LogEntry;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Puts the lines of a room in the order of offsets that several servers store and tell: holds those
 * whose predecessors have not come yet, and drops those that came before. Confined to the writer.
 */
final class LineSequence {

  private final TreeMap<Long, Line> ahead = new TreeMap<>();
  private long passed;
  private long expected;

  /**
   * A line.
   *
   * @param then runs after the line was passed on
   */
  record Line(LogEntry entry, @Nullable Draft draft, Runnable then) {}

  /**
   * @param passed the offset of the last line that needs not be passed on
   */
  LineSequence(long passed) {
    this.passed = passed;
  }

  /** Returns the offset of the last line that was passed on. */
  long passed() {
    return passed;
  }

  /** Returns the largest offset that is known of, which is to be passed on. */
  long expected() {
    return expected;
  }

  /** Returns whether lines are known of that have not been passed on. */
  boolean isWaiting() {
    return passed < expected;
  }

  /** Notes that there are lines up to an offset. */
  void expect(long offset) {
    expected = Math.max(expected, offset);
  }

  /** Adds a line, and passes on those that are in order now. */
  void add(Line line, Consumer<Line> next) {
    long offset = line.entry().offset();
    if (offset <= passed) {
      line.then().run();
      return;
    }
    expect(offset);
    Line known = ahead.putIfAbsent(offset, line);
    if (known != null && line.draft() != null) {
      ahead.put(offset, line);
    }
    passOn(next);
  }

  /** Passes on what has come up to an offset: the rest of that will not come. */
  void skip(long offset, Consumer<Line> next) {
    for (Line line : List.copyOf(ahead.headMap(offset, true).values())) {
      pass(line, next);
    }
    passed = Math.max(passed, offset);
    expect(passed);
    passOn(next);
  }

  private void passOn(Consumer<Line> next) {
    while (!ahead.isEmpty() && ahead.firstKey() == passed + 1) {
      pass(ahead.firstEntry().getValue(), next);
    }
  }

  private void pass(Line line, Consumer<Line> next) {
    ahead.remove(line.entry().offset());
    passed = line.entry().offset();
    next.accept(line);
  }
}
