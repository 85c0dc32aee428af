package dev.parley.tcp.connection;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * What is to happen later on one connection. It is all dropped when the connection is gone, so that
 * the event loop keeps nothing of those who came and went. Confined to that loop.
 */
final class ConnectionTimers {

  private final EventLoop loop;
  private final List<ScheduledFuture<?>> pending = new ArrayList<>(1);
  private boolean over;

  ConnectionTimers(EventLoop loop) {
    this.loop = loop;
  }

  /** Runs a task after a while. */
  void after(Duration delay, Runnable task) {
    if (!over) {
      pending.removeIf(ScheduledFuture::isDone);
      pending.add(loop.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS));
    }
  }

  /** Drops what is to happen, and what anyone still asks for. */
  void drop() {
    over = true;
    pending.forEach(timer -> timer.cancel(false));
    pending.clear();
  }
}
