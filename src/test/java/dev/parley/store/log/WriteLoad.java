package dev.parley.store.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.chat.history.Draft;
import dev.parley.chat.history.LogEntry;
import dev.parley.chat.history.RetentionPolicy;
import dev.parley.chat.history.RoomLog;
import dev.parley.chat.history.RoomLog.Appended;
import dev.parley.chat.history.RoomLog.Query;
import dev.parley.chat.name.RoomName;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;

/** Appends lines from several senders as fast as they are answered, each to a room of its own. */
final class WriteLoad implements AutoCloseable {

  private static final int OUTSTANDING = 50;

  private final RoomLog log;
  private final List<Sender> senders = new ArrayList<>();
  private final AtomicLong stored = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private volatile boolean stopped;

  /** Appends lines to one room, and remembers those that were stored. */
  private final class Sender {
    private final RoomName room;
    private final Semaphore slots = new Semaphore(OUTSTANDING);
    private final List<LogEntry> lines = Collections.synchronizedList(new ArrayList<>());
    private final List<LogEntry> told = Collections.synchronizedList(new ArrayList<>());
    private final Thread thread;

    Sender(RoomName room) {
      this.room = room;
      var _ = log.follow(room, (entry, draft) -> told.add(entry));
      this.thread = Thread.ofPlatform().start(this::talk);
    }

    private void talk() {
      for (int i = 0; !stopped; i++) {
        slots.acquireUninterruptibly();
        Draft draft =
            new Draft(
                Clock.systemUTC().instant(), LogEntry.Kind.MESSAGE, "alice", room + " line " + i);
        log.append(room, draft, RetentionPolicy.UNLIMITED, this::answered);
      }
    }

    private void answered(Appended appended) {
      switch (appended) {
        case Appended.Stored(var _, LogEntry entry) -> {
          lines.add(entry);
          stored.incrementAndGet();
        }
        case Appended.Failed _ -> refused.incrementAndGet();
      }
      slots.release();
    }
  }

  WriteLoad(RoomLog log, int senders) {
    this.log = log;
    for (int i = 0; i < senders; i++) {
      this.senders.add(new Sender(new RoomName("load" + i)));
    }
  }

  long stored() {
    return stored.get();
  }

  long refused() {
    return refused.get();
  }

  /** Stops the senders after their last answers. */
  @Override
  public void close() {
    stopped = true;
    for (Sender sender : senders) {
      try {
        sender.thread.join();
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
      sender.slots.acquireUninterruptibly(OUTSTANDING);
      sender.slots.release(OUTSTANDING);
    }
  }

  /**
   * Asserts that a log has exactly the lines that the follower was told, each once, at their
   * offsets, and that all that were answered as stored are among them.
   */
  void assertStoredIn(RoomLog other) {
    for (Sender sender : senders) {
      List<LogEntry> found = other.read(sender.room, Query.after(0, Integer.MAX_VALUE));
      assertThat(found).isEqualTo(sender.told).containsSubsequence(sender.lines);
      assertThat(found).extracting(LogEntry::text).doesNotHaveDuplicates();
      assertThat(found)
          .extracting(LogEntry::offset)
          .containsExactlyElementsOf(RoomLogContract.upTo(found.size()));
    }
  }
}
