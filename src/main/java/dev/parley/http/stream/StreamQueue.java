package dev.parley.http.stream;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The lines that wait to be written to one stream, bounded in bytes. Any thread may add and end;
 * the stream's own thread takes.
 */
final class StreamQueue {

  /** How many bytes are taken at a time, unless one line has more. */
  private static final int BATCH_BYTES = 64 * 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition news = lock.newCondition();
  private final Queue<StreamedLine> lines = new ArrayDeque<>();
  private final long limit;
  private long waitingBytes;
  private long takenBytes;
  private @Nullable StreamEnd end;

  /**
   * @param limit how many bytes may wait, 0 for no limit
   */
  StreamQueue(long limit) {
    this.limit = limit;
  }

  /**
   * Adds a line, unless the queue has ended. Never blocks.
   *
   * @return false where it is more than may wait: the queue is empty then, and has ended
   */
  boolean add(StreamedLine line) {
    lock.lock();
    try {
      if (end != null) {
        return true;
      }
      boolean overflows = limit > 0 && waitingBytes > 0 && waitingBytes + size(line) > limit;
      if (overflows) {
        lines.clear();
        waitingBytes = takenBytes;
        end = StreamEnd.SLOW_READER;
      } else {
        lines.add(line);
        waitingBytes += size(line);
      }
      news.signal();
      return !overflows;
    } finally {
      lock.unlock();
    }
  }

  /** Puts a line in the place of the one of its offset, if that still waits to be taken. */
  void replace(StreamedLine line) {
    lock.lock();
    try {
      if (lines.stream().anyMatch(waiting -> waiting.offset() == line.offset())) {
        List<StreamedLine> all = new ArrayList<>(lines);
        lines.clear();
        for (StreamedLine waiting : all) {
          boolean same = waiting.offset() == line.offset();
          lines.add(same ? line : waiting);
          waitingBytes += same ? size(line) - size(waiting) : 0;
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more lines; those that wait can still be taken. The first end counts. */
  void end(StreamEnd why) {
    lock.lock();
    try {
      end = end == null ? why : end;
      news.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Why the queue has ended, null while it has not. */
  @Nullable StreamEnd end() {
    lock.lock();
    try {
      return end;
    } finally {
      lock.unlock();
    }
  }

  /** Bytes that are not known to be written, those taken last included. */
  long waitingBytes() {
    lock.lock();
    try {
      return waitingBytes;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Takes the next lines, waiting for one if need be; what was taken before is written by now.
   *
   * @return none where none came in time, or where the queue has ended and nothing is left
   */
  List<StreamedLine> take(Duration atMost) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      waitingBytes -= takenBytes;
      takenBytes = 0;
      long nanos = atMost.toNanos();
      while (lines.isEmpty() && end == null && nanos > 0) {
        nanos = news.awaitNanos(nanos);
      }
      List<StreamedLine> batch = new ArrayList<>();
      while (!lines.isEmpty() && takenBytes < BATCH_BYTES) {
        StreamedLine line = lines.remove();
        takenBytes += size(line);
        batch.add(line);
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  private static int size(StreamedLine line) {
    return line.bytes().length;
  }
}
