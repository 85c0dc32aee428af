package dev.parley.chat.session;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs tasks one after the other, in the order of the calls, on the threads of another executor.
 */
public final class SerialExecutor implements Executor {

  private final Executor threads;
  private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
  private final AtomicInteger size = new AtomicInteger();

  public SerialExecutor(Executor threads) {
    this.threads = threads;
  }

  @Override
  public void execute(Runnable task) {
    waiting.add(task);
    if (size.getAndIncrement() == 0) {
      threads.execute(this::run);
    }
  }

  private void run() {
    do {
      Runnable task = waiting.poll();
      if (task != null) {
        task.run(); // Tasks are those of futures, which do not throw.
      }
    } while (size.decrementAndGet() > 0);
  }
}
