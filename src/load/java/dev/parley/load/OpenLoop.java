package dev.parley.load;

import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Messages are due at a fixed rate, whatever became of those before: a thread of its own sends each
 * when it is due, and if it is late, the time that it was due at counts none the less.
 */
final class OpenLoop implements Pace {

  private final Talk talk;
  private final double nanosBetween;
  private final Thread thread = Thread.ofPlatform().name("pace").daemon().unstarted(this::run);
  private final SingleWriterRecorder lateness = Latency.recorder();
  private volatile boolean over;
  private volatile @Nullable RuntimeException fault;

  OpenLoop(Workload workload, Talk talk) {
    this.talk = talk;
    this.nanosBetween = 1e9 / workload.rate();
  }

  @Override
  public void start() {
    thread.start();
  }

  private void run() {
    try {
      long begin = System.nanoTime();
      for (long i = 0; !over; i++) {
        long due = begin + (long) (i * nanosBetween);
        for (long now = System.nanoTime(); now < due && !over; now = System.nanoTime()) {
          LockSupport.parkNanos(due - now);
        }
        if (!over) {
          lateness.recordValue(System.nanoTime() - due);
          talk.say((int) (i % talk.senders()), due);
        }
      }
    } catch (RuntimeException e) {
      fault = e;
    }
  }

  @Override
  public void delivered(int sender, int number, long now) {}

  @Override
  public Latency lateness() {
    return Latency.of(lateness.getIntervalHistogram());
  }

  @Override
  public void check() {
    RuntimeException thrown = fault;
    if (thrown != null) {
      throw thrown;
    }
  }

  @Override
  public void close() {
    over = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
