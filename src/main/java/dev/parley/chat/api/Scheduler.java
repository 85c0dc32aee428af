package dev.parley.chat.api;

import java.time.Duration;

/** Port: runs a task later, once, on a thread that may take a room's turn. */
@FunctionalInterface
public interface Scheduler {

  /** Runs the task after a while. */
  void after(Duration delay, Runnable task);
}
