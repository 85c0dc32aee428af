package dev.parley.chat.api;

import java.time.Duration;

/** Runs a task once after a delay, on a thread that may take a room's lock (a port). */
@FunctionalInterface
public interface Scheduler {

  /** Runs the task after a while. */
  void after(Duration delay, Runnable task);
}
