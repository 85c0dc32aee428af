package dev.parley.store.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.parley.chat.history.LogEntry;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Tests the bounds of the lines in memory. */
class LineWindowTests {

  private static final long LARGEST = 512 * 1024;
  private static final long LARGEST_TOTAL = 64 * 1024 * 1024;

  private final AtomicLong total = new AtomicLong();
  private final LineWindow window = new LineWindow(100, total);

  private static LogEntry entry(long offset, String text) {
    return new LogEntry(offset, Instant.EPOCH, LogEntry.Kind.MESSAGE, "alice", text, false);
  }

  private void add(LineWindow to, int first, int last, String text) {
    for (int offset = first; offset <= last; offset++) {
      to.add(entry(offset, text));
    }
  }

  @Test
  void newestLinesAreKept() {
    add(window, 1, 100, "x");
    assertThat(window.from()).isEqualTo(1);
    window.add(entry(101, "x"));
    assertThat(window.from()).isEqualTo(2);
    assertThat(window.to()).isEqualTo(101);
    for (long offset = 2; offset <= 101; offset++) {
      assertThat(window.at(offset).offset()).isEqualTo(offset);
    }
  }

  @Test
  void lineOutsideIsRefused() {
    add(window, 1, 3, "x");
    window.dropBefore(2);
    assertThatThrownBy(() -> window.at(1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> window.at(4)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void lineAfterAGapIsTheOnlyOne() {
    add(window, 1, 3, "x");
    window.add(entry(7, "x"));
    assertThat(window.from()).isEqualTo(7);
    assertThat(window.to()).isEqualTo(7);
  }

  @Test
  void emptyWindowIsBeforeTheNextLine() {
    add(window, 1, 3, "x");
    window.clear(9);
    assertThat(window.from()).isEqualTo(9);
    assertThat(window.to()).isEqualTo(8);
    assertThat(total).hasValue(0);
  }

  @Test
  void oneWindowIsBoundedInSize() {
    String text = "x".repeat(16 * 1024);
    add(window, 1, 100, text);
    assertThat(total.get()).isBetween(LARGEST - 17 * 1024, LARGEST);
    assertThat(window.to()).isEqualTo(100);
  }

  @Test
  void lineThatIsTooLargeByItselfIsKept() {
    add(window, 1, 3, "x");
    window.add(entry(4, "x".repeat((int) LARGEST + 1)));
    assertThat(window.from()).isEqualTo(4);
    assertThat(window.to()).isEqualTo(4);
  }

  @Test
  void eachWindowKeepsAFewLinesWhenAllAreTooLargeTogether() {
    add(window, 1, 100, "x");
    total.addAndGet(LARGEST_TOTAL);
    window.add(entry(101, "x"));
    assertThat(window.from()).isEqualTo(52);
    assertThat(window.to()).isEqualTo(101);
  }

  @Test
  void replacedLineCountsByItsNewSize() {
    add(window, 1, 1, "x".repeat(1000));
    long before = total.get();
    window.replace(entry(1, ""));
    assertThat(total).hasValue(before - 1000);
    assertThat(window.at(1).text()).isEmpty();
  }

  @Test
  void lineThatIsNotInMemoryIsNotReplaced() {
    add(window, 5, 6, "x");
    long before = total.get();
    window.replace(entry(4, "other"));
    window.replace(entry(7, "other"));
    assertThat(window.from()).isEqualTo(5);
    assertThat(window.to()).isEqualTo(6);
    assertThat(total).hasValue(before);
  }

  @Test
  void windowsShareTheirSize() {
    LineWindow other = new LineWindow(100, total);
    add(window, 1, 10, "x");
    long one = total.get();
    add(other, 1, 10, "x");
    assertThat(total).hasValue(2 * one);
    window.dropBefore(Long.MAX_VALUE);
    assertThat(total).hasValue(one);
  }
}
