package dev.parley.chat;

import dev.parley.chat.api.Limits;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs a chat whose blocking work has threads of its own, as in the real server, and acts that
 * begin at the same moment.
 */
public final class SideBySide implements AutoCloseable {

  /**
   * The number of times that acts are run against each other, in as many orders as the machine
   * gives.
   */
  public static final int ROUNDS = 200;

  private static final long PATIENCE_SECONDS = 60;

  private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
  private final ExecutorService actors = Executors.newCachedThreadPool();

  /** Creates a chat without limits. */
  public ChatTester chat() {
    return ChatTester.on(blocking);
  }

  /** Creates a chat with limits. */
  ChatTester chat(Limits limits) {
    return ChatTester.on(blocking, limits);
  }

  /** Acts; an exception fails the test. */
  public interface Act {
    void run() throws Exception;
  }

  /** Runs acts side by side, each on a thread of its own, and waits for all of them. */
  public void run(Act... acts) {
    CyclicBarrier start = new CyclicBarrier(acts.length);
    List<Future<?>> running = new ArrayList<>();
    for (Act act : acts) {
      running.add(
          actors.submit(() -> {
            start.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            act.run();
            return null;
          }));
    }
    try {
      for (Future<?> one : running) {
        one.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new AssertionError(interrupted);
    } catch (ExecutionException | TimeoutException failed) {
      throw new AssertionError("an act failed or hangs", failed);
    }
  }

  @Override
  public void close() {
    actors.shutdownNow();
    blocking.close();
  }
}
