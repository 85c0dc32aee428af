package dev.parley.tcp.connection;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Schedules the delayed tasks of one connection. They are cancelled when the connection is closed,
 * so that the event loop keeps no reference to it. Confined to that loop.
 */
final class ConnectionTimers {

  private final EventLoop loop;
  private final List<ScheduledFuture<?>> pending = new ArrayList<>(1);
  private boolean cancelled;

  ConnectionTimers(EventLoop loop) {
    this.loop = loop;
  }

  /** Runs a task after a delay. */
  void schedule(Duration delay, Runnable task) {
    if (!cancelled) {
      pending.removeIf(ScheduledFuture::isDone);
      pending.add(loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS));
    }
  }

  /** Cancels all tasks, and ignores those that are scheduled afterwards. */
  void cancelAll() {
    cancelled = true;
    pending.forEach(timer -> timer.cancel(false));
    pending.clear();
  }
}
