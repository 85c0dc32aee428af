package dev.parley.store.log;

import dev.parley.chat.history.Draft;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.history.RoomLog.Appended;
import dev.parley.chat.history.RoomLog.Position;
import dev.parley.chat.history.RoomLog.Query;
import dev.parley.chat.history.SavedRoom;
import dev.parley.store.vendor.LineRange;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Holds the state of one room's log that is known without reading the store: its position and its
 * newest lines. The lines that it has as stored are committed: the writer updates it after each
 * commit. Safe for use from any thread; its lock is not held while other objects are called or
 * waited for.
 */
final class RoomState {

  /** Confined to the writer, but for its id. */
  final StoredRoom stored;

  /** The time by which other clocks may be ahead of this one, in milliseconds. */
  private static final long CLOCK_TOLERANCE = 60_000;

  private final ReentrantLock lock = new ReentrantLock();
  private final Clock clock;
  private final LineWindow window;
  private @Nullable SavedRoom saved;
  private RetentionPolicy keep;
  private volatile RoomLog.Follower follower = (entry, draft) -> {};
  private long first = 1;
  private long last;
  private int queued;
  private boolean appendsUnlogged = true;

  /** The first offset whose line may not be in its place in the store. Set by the writer. */
  private volatile long unsettledFrom = Long.MAX_VALUE;

  /** True while the store may have lines beyond the last one that is known. */
  private boolean inDoubt;

  /** The offset of the last line at the start. */
  private long lastAtStart;

  /** The time of the start, in milliseconds since 1970. */
  private final long startedAt;

  RoomState(StoredRoom stored, RetentionPolicy keep, Clock clock, LineWindow window) {
    this.stored = stored;
    this.keep = keep;
    this.clock = clock;
    this.window = window;
    this.saved = stored.saved;
    this.startedAt = clock.millis();
  }

  /**
   * Continues a log of the store.
   *
   * @param newest its newest lines
   */
  void resume(long first, long last, boolean unlogged, List<LogEntry> newest) {
    lock.lock();
    try {
      this.first = first;
      this.last = last;
      lastAtStart = last;
      appendsUnlogged = unlogged;
      window.clear(last + 1);
      newest.forEach(window::add);
    } finally {
      lock.unlock();
    }
  }

  /** Returns the room as it was saved last, or null. */
  @Nullable SavedRoom saved() {
    lock.lock();
    try {
      return saved;
    } finally {
      lock.unlock();
    }
  }

  /** Sets the retention of a room that was not saved before. */
  void initializeRetention(RetentionPolicy retention) {
    lock.lock();
    try {
      if (saved == null && last == 0) {
        keep = retention;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Sets the follower that is told each line from now on, and returns the position. */
  Position follow(RoomLog.Follower next) {
    lock.lock();
    try {
      follower = next;
      return position();
    } finally {
      lock.unlock();
    }
  }

  /** Tells the follower a line. Called in the order of offsets. */
  void tell(LogEntry entry, @Nullable Draft draft) {
    follower.stored(entry, draft);
  }

  Position position() {
    lock.lock();
    try {
      expire();
      return new Position(stored.epoch, first, last);
    } finally {
      lock.unlock();
    }
  }

  /**
   * Assigns an offset to a line that is not stored, without the writer. That is possible where no
   * earlier line is queued, no part of the line is saved, and the store cannot assign the offset
   * again after a restart: it has no row of the room, or one that says so. Otherwise returns null,
   * and the line counts as queued.
   */
  Appended.@Nullable Stored appendUnlogged(Draft draft, RetentionPolicy retention) {
    lock.lock();
    try {
      boolean saves =
          !retention.none() || draft.kind() == LogEntry.Kind.TOPIC || draft.key() != null;
      if (stored.isShared() || saves || !appendsUnlogged || queued > 0) {
        queued++;
        return null;
      }
      keep = retention;
      last++;
      expire();
      return new Appended.Stored(stored.epoch, draft.at(last));
    } finally {
      lock.unlock();
    }
  }

  /** Counts a queued line as answered. */
  void answered() {
    lock.lock();
    try {
      queued--;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns whether a row of the room that is saved now has to say that offsets beyond the stored
   * ones may have been assigned. Where it does not, none are assigned without the writer from now
   * on.
   */
  boolean decideUnlogged() {
    if (stored.isShared()) {
      return false; // All offsets are stored.
    }
    lock.lock();
    try {
      boolean unlogged = stored.unlogged || keep.none() || last > stored.newest;
      appendsUnlogged &= unlogged;
      return unlogged;
    } finally {
      lock.unlock();
    }
  }

  /** Applies a change after its commit. */
  void committed(
      @Nullable SavedRoom room,
      List<LogEntry> lines,
      RetentionPolicy retention,
      long end,
      boolean unlogged) {
    lock.lock();
    try {
      saved = room;
      keep = retention;
      last = Math.max(last, end);
      appendsUnlogged = unlogged;
      lines.forEach(window::add);
      expire();
    } finally {
      lock.unlock();
    }
  }

  /** Applies a line of another server; nothing if it is known. Called by the writer. */
  void received(LogEntry entry) {
    lock.lock();
    try {
      if (entry.offset() <= last) {
        return;
      }
      last = entry.offset();
      if (!keep.none()) {
        window.add(entry);
        if (stored.oldest > stored.newest) {
          stored.oldest = last;
        }
        stored.newest = last;
      }
      if (entry.kind() == LogEntry.Kind.TOPIC && saved != null) {
        saved = saved.withTopic(entry.text());
        stored.saved = saved;
      }
      expire();
    } finally {
      lock.unlock();
    }
  }

  /** Notes that the lines up to an offset that have not come are not stored. */
  void skipped(long offset) {
    lock.lock();
    try {
      last = Math.max(last, offset);
      first = Math.max(first, offset + 1);
      if (window.to() < offset) {
        window.clear(offset + 1);
      } else {
        window.dropBefore(first);
      }
    } finally {
      lock.unlock();
    }
    follower.skipped(offset);
  }

  /** Applies the settings that another server saved. */
  void reloaded(SavedRoom room, RetentionPolicy retention) {
    lock.lock();
    try {
      saved = room;
      keep = retention;
      expire();
    } finally {
      lock.unlock();
    }
  }

  /** Stops the assignment of offsets without the writer, until the outcome of a commit is known. */
  void markInDoubt() {
    lock.lock();
    try {
      inDoubt = true;
      appendsUnlogged = false;
    } finally {
      lock.unlock();
    }
  }

  /** Notes that the outcome of the commit that was in doubt is known. */
  void resolve() {
    lock.lock();
    try {
      inDoubt = false;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Notes that a batch is not stored: offsets may be assigned without the writer again, where no
   * row of the room tells otherwise.
   */
  void refused() {
    lock.lock();
    try {
      appendsUnlogged = !inDoubt && (stored.saved == null || stored.unlogged);
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether there is a line of this offset that has not expired. */
  boolean has(long offset) {
    lock.lock();
    try {
      expire();
      return offset >= first && offset <= last;
    } finally {
      lock.unlock();
    }
  }

  /** Replaces a line by the one without its text. */
  void redacted(LogEntry entry) {
    lock.lock();
    try {
      window.replace(entry);
    } finally {
      lock.unlock();
    }
  }

  /** Notes that lines from an offset on may not be in their place. Called by the writer. */
  void markUnsettled(long offset) {
    unsettledFrom = Math.min(unsettledFrom, offset);
  }

  /** Notes that all stored lines are in their place. Called by the writer. */
  void markSettled() {
    unsettledFrom = Long.MAX_VALUE;
  }

  /** Returns the offset before which all lines are in their place, and their words in the index. */
  long unsettledFrom() {
    return unsettledFrom;
  }

  /** Releases the memory of a deleted room. */
  void releaseMemory() {
    lock.lock();
    try {
      window.clear(last + 1);
    } finally {
      lock.unlock();
    }
  }

  /** Returns the retention in force. */
  RetentionPolicy keep() {
    lock.lock();
    try {
      return keep;
    } finally {
      lock.unlock();
    }
  }

  /** Expires the lines before an offset. */
  void expireBefore(long offset) {
    lock.lock();
    try {
      first = Math.max(first, Math.min(offset, last + 1));
      window.dropBefore(first);
    } finally {
      lock.unlock();
    }
  }

  /** Returns whether the oldest line is in the store, but not in memory. */
  boolean isOldestOnlyInStore() {
    lock.lock();
    try {
      return first <= last && first < window.from();
    } finally {
      lock.unlock();
    }
  }

  private void expire() {
    if (keep.none()) {
      first = last + 1;
    } else if (keep.lines() != null) {
      first = Math.max(first, last - Math.min(keep.lines(), last) + 1);
    }
    expireByAge(expiryTime());
    window.dropBefore(first);
  }

  /**
   * Expires lines by their age. A line with a time in the future counts as being as old as the next
   * one: otherwise one line from a time when the clock was wrong would keep all that follow.
   */
  private void expireByAge(long since) {
    if (since == Long.MIN_VALUE) {
      return;
    }
    for (long next = Math.max(first, window.from());
        next <= last && first >= window.from();
        next++) {
      long at = window.at(next).at().toEpochMilli();
      if (isExpired(next, at, since)) {
        first = next + 1;
      } else if (isPossible(at)) {
        return;
      }
    }
  }

  /**
   * Returns whether a line has expired by its own time. One with a time in the future is known to
   * be from before the start.
   */
  boolean isExpired(long offset, long at, long since) {
    return at < since || (startedAt < since && offset <= lastAtStart && !isPossible(at));
  }

  /** Returns whether a line can have this time. */
  boolean isPossible(long at) {
    return at <= latestPossible();
  }

  /** Returns the latest time that a line can have, in milliseconds since 1970. */
  long latestPossible() {
    return clock.millis() + CLOCK_TOLERANCE;
  }

  /** Returns the time before which lines have expired, in milliseconds since 1970. */
  long expiryTime() {
    Duration age = keep().age();
    return age == null ? Long.MIN_VALUE : clock.millis() - age.toMillis();
  }

  /** Returns the newest lines in memory, oldest first. */
  List<LogEntry> recent(int limit) {
    lock.lock();
    try {
      expire();
      long from = Math.max(Math.max(first, window.from()), last - Math.min(limit, last) + 1);
      return copy(from, last, Query.after(from - 1, limit));
    } finally {
      lock.unlock();
    }
  }

  /** Finds lines in memory, or returns the range of the store that has them. */
  Lookup lookUp(Query query) {
    lock.lock();
    try {
      expire();
      long from = Math.max(first, Math.min(query.after(), last) + 1);
      long to = Math.min(last, query.before() - 1);
      long span = Math.min(query.limit(), Math.max(0, to - from + 1)) - 1;
      long lowest = query.newest() && !query.isFiltered() ? to - span : from;
      return lowest > to || lowest >= window.from()
          ? new Lookup(copy(from, to, query), null)
          : new Lookup(
              List.of(),
              new LineRange(
                  stored.id, from, to, expiryTime(), query.newest(), query.limit(), query.bytes()));
    } finally {
      lock.unlock();
    }
  }

  /**
   * The result of a lookup in memory.
   *
   * @param storeRange the range to read from the store instead, null where all lines are in memory
   */
  record Lookup(List<LogEntry> found, @Nullable LineRange storeRange) {}

  private List<LogEntry> copy(long from, long to, Query query) {
    List<LogEntry> found = new ArrayList<>();
    long since = expiryTime();
    long bytes = 0;
    for (long step = 0;
        step <= to - from && found.size() < query.limit() && bytes <= query.bytes();
        step++) {
      LogEntry entry = window.at(query.newest() ? to - step : from + step);
      if (entry.at().toEpochMilli() < since) {
        continue;
      }
      if (query.matches(entry)) {
        found.add(entry);
        bytes += entry.size();
      }
    }
    if (query.newest()) {
      Collections.reverse(found);
    }
    return found;
  }
}
