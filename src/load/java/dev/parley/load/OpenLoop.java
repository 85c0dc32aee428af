package dev.parley.load;

import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages at a fixed rate, independently of the server's progress. A thread of its own sends
 * each message when it is due. Latency counts from the time at which a message was due, even if it
 * was sent later.
 */
final class OpenLoop implements SendLoop {

  private final Senders senders;
  private final double nanosBetween;
  private final Thread thread = Thread.ofPlatform().name("pace").daemon().unstarted(this::run);
  private final SingleWriterRecorder lateness = Latency.recorder();
  private volatile boolean stopped;
  private volatile @Nullable RuntimeException failure;

  OpenLoop(Workload workload, Senders senders) {
    this.senders = senders;
    this.nanosBetween = 1e9 / workload.rate();
  }

  @Override
  public void start() {
    thread.start();
  }

  private void run() {
    try {
      long begin = System.nanoTime();
      for (long i = 0; !stopped; i++) {
        long due = begin + (long) (i * nanosBetween);
        for (long now = System.nanoTime(); now < due && !stopped; now = System.nanoTime()) {
          LockSupport.parkNanos(due - now);
        }
        if (!stopped) {
          lateness.recordValue(System.nanoTime() - due);
          senders.send((int) (i % senders.count()), due);
        }
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  @Override
  public void delivered(int sender, int number, long now) {}

  @Override
  public Latency lateness() {
    return Latency.of(lateness.getIntervalHistogram());
  }

  @Override
  public void throwFailure() {
    RuntimeException thrown = failure;
    if (thrown != null) {
      throw thrown;
    }
  }

  @Override
  public void close() {
    stopped = true;
    LockSupport.unpark(thread);
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
