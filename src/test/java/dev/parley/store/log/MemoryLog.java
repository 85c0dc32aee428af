package dev.parley.store.log;

import dev.parley.chat.history.Draft;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog.Appended;
import dev.parley.chat.history.RoomLog.Follower;
import dev.parley.chat.history.RoomLog.Position;
import dev.parley.chat.history.RoomLog.Query;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The newest lines of one room, from {@code first} to {@code last}, each in a ring buffer at its
 * offset modulo the buffer's length. Safe for use from any thread.
 */
final class MemoryLog {

  private static final int SMALLEST_RING = 16;

  private final ReentrantLock lock = new ReentrantLock();
  private final String epoch = UUID.randomUUID().toString();
  private final int capacity;
  private @Nullable LogEntry[] ring = new LogEntry[SMALLEST_RING];
  private long first = 1;
  private long last;
  private volatile Follower follower = (entry, draft) -> {};
  private RetentionPolicy keep = RetentionPolicy.UNLIMITED;

  MemoryLog(int capacity) {
    this.capacity = capacity;
  }

  Position follow(Follower next, Instant now) {
    follower = next;
    return position(now);
  }

  void tell(LogEntry entry, Draft draft) {
    follower.stored(entry, draft);
  }

  Position position(Instant now) {
    lock.lock();
    try {
      expire(now);
      return new Position(epoch, first, last);
    } finally {
      lock.unlock();
    }
  }

  Appended append(Draft draft, RetentionPolicy retention, Instant now) {
    lock.lock();
    try {
      keep = retention;
      last++;
      LogEntry entry = draft.at(last);
      if (last - first >= ring.length) {
        grow();
      }
      ring[slot(last)] = entry;
      expire(now);
      return new Appended.Stored(epoch, entry);
    } finally {
      lock.unlock();
    }
  }

  private void grow() {
    @Nullable LogEntry[] smaller = ring;
    ring = new LogEntry[smaller.length * 2];
    for (long offset = first; offset < last; offset++) {
      ring[slot(offset)] = smaller[(int) (offset % smaller.length)];
    }
  }

  private void expire(Instant now) {
    long lines = keep.none() ? 0 : keep.lines() == null ? capacity : keep.lines();
    long oldest = last - Math.min(lines, capacity) + 1;
    Duration age = keep.age();
    while (first < oldest || (first <= last && age != null && older(at(first), now.minus(age)))) {
      ring[slot(first)] = null;
      first++;
    }
  }

  private static boolean older(@Nullable LogEntry entry, Instant than) {
    return entry != null && entry.at().isBefore(than);
  }

  List<LogEntry> read(Query query, Instant now) {
    lock.lock();
    try {
      expire(now);
      long from = Math.max(first, Math.min(query.after(), last) + 1);
      long to = Math.min(last, query.before() - 1);
      List<LogEntry> found = new ArrayList<>();
      long bytes = 0;
      for (long step = 0;
          step <= to - from && found.size() < query.limit() && bytes <= query.bytes();
          step++) {
        LogEntry entry = at(query.newest() ? to - step : from + step);
        if (entry != null && query.matches(entry)) {
          found.add(entry);
          bytes += entry.size();
        }
      }
      if (query.newest()) {
        Collections.reverse(found);
      }
      return found;
    } finally {
      lock.unlock();
    }
  }

  @Nullable LogEntry entry(long offset, Instant now) {
    lock.lock();
    try {
      expire(now);
      return offset < first || offset > last ? null : at(offset);
    } finally {
      lock.unlock();
    }
  }

  @Nullable LogEntry redact(long offset, Instant now) {
    lock.lock();
    try {
      expire(now);
      LogEntry entry = offset < first || offset > last ? null : at(offset);
      if (entry == null) {
        return null;
      }
      LogEntry redacted = entry.redact();
      ring[slot(offset)] = redacted;
      return redacted;
    } finally {
      lock.unlock();
    }
  }

  private @Nullable LogEntry at(long offset) {
    return ring[slot(offset)];
  }

  private int slot(long offset) {
    return (int) (offset % ring.length);
  }
}
