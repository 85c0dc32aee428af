package dev.parley.store.log;

import dev.parley.chat.history.LogEntry;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Holds the newest lines of a room in memory, from {@link #from} to {@link #to}, each in a ring
 * buffer at its offset modulo the buffer's length. Bounded in lines and in size, by itself and
 * together with all others. Not safe for use from several threads at a time.
 */
final class LineWindow {

  private static final int INITIAL_RING_LENGTH = 16;

  /** The approximate size in bytes of an entry without its characters. */
  private static final int ENTRY_SIZE = 100;

  /** The largest size of one window, in bytes. */
  private static final int MAX_SIZE = 512 * 1024;

  /** The size of all windows in bytes above which each keeps only a few lines. */
  private static final int MAX_TOTAL_SIZE = 64 * 1024 * 1024;

  private static final int REDUCED_LINES = 50;

  private final int capacity;
  private final AtomicLong totalSize;
  private @Nullable LogEntry[] ring = new LogEntry[INITIAL_RING_LENGTH];
  private long from = 1;
  private long to;
  private long size;

  /**
   * @param capacity the largest number of lines
   * @param totalSize the size of all windows, which the size of this one is added to
   */
  LineWindow(int capacity, AtomicLong totalSize) {
    this.capacity = capacity;
    this.totalSize = totalSize;
  }

  /**
   * Returns the offset of the oldest line, or one more than that of the newest where there is none.
   */
  long from() {
    return from;
  }

  /** Returns the offset of the newest line. */
  long to() {
    return to;
  }

  /** Returns the line at an offset from {@link #from} to {@link #to}. */
  LogEntry at(long offset) {
    LogEntry entry = ring[slot(offset)];
    if (entry == null || entry.offset() != offset) {
      throw new IllegalArgumentException("No line " + offset + " from " + from + " to " + to);
    }
    return entry;
  }

  /** Adds a line. Where it does not follow the newest one, all others are removed. */
  void add(LogEntry entry) {
    if (entry.offset() != to + 1) {
      clear(entry.offset());
    }
    if (entry.offset() - from >= ring.length) {
      grow();
    }
    to = entry.offset();
    ring[slot(to)] = entry;
    count(entry, 1);
    while (from < to && isTooLarge()) {
      removeOldest();
    }
  }

  private boolean isTooLarge() {
    long lines = to - from + 1;
    return lines > capacity
        || size > MAX_SIZE
        || (lines > REDUCED_LINES && totalSize.get() > MAX_TOTAL_SIZE);
  }

  /** Replaces the line of the same offset, where it is in memory. */
  void replace(LogEntry entry) {
    if (entry.offset() >= from && entry.offset() <= to) {
      count(at(entry.offset()), -1);
      ring[slot(entry.offset())] = entry;
      count(entry, 1);
    }
  }

  /** Removes the lines before an offset. */
  void dropBefore(long offset) {
    while (from < offset && from <= to) {
      removeOldest();
    }
  }

  /**
   * Removes all lines.
   *
   * @param next the offset of the next line
   */
  void clear(long next) {
    dropBefore(Long.MAX_VALUE);
    from = next;
    to = next - 1;
  }

  private void removeOldest() {
    count(at(from), -1);
    ring[slot(from)] = null;
    from++;
  }

  private void count(LogEntry entry, int times) {
    int delta = times * (ENTRY_SIZE + entry.text().length() + entry.from().length());
    size += delta;
    totalSize.addAndGet(delta);
  }

  private void grow() {
    @Nullable LogEntry[] smaller = ring;
    ring = new LogEntry[smaller.length * 2];
    for (long offset = from; offset <= to; offset++) {
      ring[slot(offset)] = smaller[(int) (offset % smaller.length)];
    }
  }

  private int slot(long offset) {
    return (int) (offset % ring.length);
  }
}
