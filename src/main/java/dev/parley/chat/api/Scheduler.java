package dev.parley.chat.api;

import java.time.Duration;

/** Runs a task once after a delay, on a thread that may take a room's lock (a port). */
@FunctionalInterface
public interface Scheduler {

  /** Schedules a task. */
  void after(Duration delay, Runnable task);
}
