package dev.parley.load;

import org.jspecify.annotations.Nullable;

/**
 * Connects many further members as fast as the server takes them, on a thread of its own. They send
 * nothing, and stay until the storm is closed.
 */
final class JoinStorm implements AutoCloseable {

  private static final int POLL_NANOS = 20_000_000;

  private final Workload workload;
  private final Thread thread =
      Thread.ofPlatform().name("join-storm").daemon().unstarted(this::run);
  private volatile boolean joined;
  private volatile boolean stopped;
  private volatile @Nullable RuntimeException failure;

  /**
   * Creates a storm that has not started.
   *
   * @param workload a workload with joiners
   */
  JoinStorm(Workload workload) {
    this.workload = workload.ofJoiners();
  }

  void start() {
    thread.start();
  }

  private void run() {
    try (MemberGroup group = new MemberGroup(workload, new SilentListener())) {
      group.connectAll();
      joined = true;
      while (!stopped) {
        group.poll(POLL_NANOS);
      }
    } catch (RuntimeException e) {
      failure = e;
    }
  }

  /**
   * Returns true if all have joined.
   *
   * @throws LoadException if one could not join or was disconnected
   */
  boolean isOver() {
    RuntimeException thrown = failure;
    if (thrown != null) {
      throw thrown;
    }
    return joined;
  }

  /** Disconnects the members. */
  @Override
  public void close() {
    stopped = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
