package dev.parley.http.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Queues the lines to be written to one stream, bounded in bytes. Never blocks. Any thread may add
 * and end; one thread at a time takes.
 */
final class StreamQueue {

  /** Maximum number of bytes taken at a time, unless one line has more. */
  private static final int BATCH_BYTES = 64 * 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Queue<StreamedLine> lines = new ArrayDeque<>();
  private final long limit;
  private final Runnable news;
  private long waitingBytes;
  private long takenBytes;
  private @Nullable StreamEnd end;

  /**
   * @param limit maximum number of queued bytes, 0 for no limit
   * @param news runs after each line that is added, and after the end
   */
  StreamQueue(long limit, Runnable news) {
    this.limit = limit;
    this.news = news;
  }

  /**
   * Adds a line, unless the queue has ended.
   *
   * @return false if the limit is exceeded: the queue is empty then, and has ended
   */
  boolean add(StreamedLine line) {
    boolean added = append(line);
    news.run();
    return added;
  }

  private boolean append(StreamedLine line) {
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
      return !overflows;
    } finally {
      lock.unlock();
    }
  }

  /** Replaces the line of its offset, if that is still queued; returns whether it is. */
  boolean replace(StreamedLine line) {
    lock.lock();
    try {
      boolean queued = lines.stream().anyMatch(waiting -> isSame(waiting, line));
      if (queued) {
        List<StreamedLine> all = new ArrayList<>(lines);
        lines.clear();
        for (StreamedLine waiting : all) {
          boolean same = isSame(waiting, line);
          lines.add(same ? line : waiting);
          waitingBytes += same ? size(line) - size(waiting) : 0;
        }
      }
      return queued;
    } finally {
      lock.unlock();
    }
  }

  private static boolean isSame(StreamedLine waiting, StreamedLine line) {
    return waiting.offset() == line.offset() && !waiting.redaction();
  }

  /**
   * Ends the queue: it accepts no more lines; queued ones can still be taken. The first end counts.
   */
  void end(StreamEnd why) {
    lock.lock();
    try {
      end = end == null ? why : end;
    } finally {
      lock.unlock();
    }
    news.run();
  }

  /** Returns the reason for the end, null while the queue has not ended. */
  @Nullable StreamEnd end() {
    lock.lock();
    try {
      return end;
    } finally {
      lock.unlock();
    }
  }

  /** Returns the number of bytes that are not known to be written, including those taken last. */
  long waitingBytes() {
    lock.lock();
    try {
      return waitingBytes;
    } finally {
      lock.unlock();
    }
  }

  /** Takes the next lines, none if there is none; the lines taken before count as written. */
  List<StreamedLine> take() {
    lock.lock();
    try {
      waitingBytes -= takenBytes;
      takenBytes = 0;
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
