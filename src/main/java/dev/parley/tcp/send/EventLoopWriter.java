package dev.parley.tcp.send;

import dev.parley.chat.api.Disconnect;
import dev.parley.tcp.DeliveryMeter;
import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the output of one event loop. During an iteration of the loop it collects the output in
 * one buffer, each piece once, and the slices of it that concern each receiver. At the end of the
 * iteration each receiver gets its slices in one write. So a line is stored once, and a connection
 * costs one system call for each iteration, whatever the number of lines and rooms.
 *
 * <p>{@link #deliver}, {@link #close} and {@link #isCongested} may be called from any thread, all
 * other methods on the loop alone.
 */
public final class EventLoopWriter {

  private static final Logger log = LoggerFactory.getLogger(EventLoopWriter.class);

  /** The number of pending deliveries from which on reading has to pause. */
  private static final int CONGESTED_DELIVERIES = 4096;

  /** The number of pending deliveries from which on they are staged at once. */
  private static final int EARLY_STAGING = 256;

  /** The size from which on the buffer is flushed early, as a stalled reader may retain it. */
  private static final int EARLY_FLUSH_BYTES = 64 * 1024;

  private final EventLoop loop;
  private final DeliveryMeter meter;
  private final Queue<Operation> operations = new ConcurrentLinkedQueue<>();
  private final AtomicInteger pending = new AtomicInteger();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final List<SendQueue> dirtyQueues = new ArrayList<>();
  private final List<StagedDelivery> stagedDeliveries = new ArrayList<>();
  private final FlushBuffer buffer = new FlushBuffer();
  private final DeliveryBatch batch = new DeliveryBatch(buffer);
  private boolean staging;

  /** Represents an operation, executed in the order of sending. */
  private sealed interface Operation {
    /** Delivers an event to receivers of this loop. */
    record Delivery(Fanout fanout, List<Recipient> receivers) implements Operation {}

    /** Closes a connection. */
    record Close(Recipient connection, Disconnect why) implements Operation {}
  }

  /** Records a staged delivery, which is measured when it is flushed. */
  private record StagedDelivery(int receivers, long handedOverNanos) {}

  public EventLoopWriter(EventLoop loop, DeliveryMeter meter) {
    this.loop = loop;
    this.meter = meter;
  }

  /** Delivers an event to connections of this loop. */
  void deliver(Fanout fanout, List<Recipient> receivers) {
    add(new Operation.Delivery(fanout, receivers));
  }

  /** Closes a connection of this loop, after everything delivered before. */
  public void close(Recipient connection, Disconnect why) {
    add(new Operation.Close(connection, why));
  }

  /** Returns true if the loop is so far behind with deliveries that reading has to pause. */
  public boolean isCongested() {
    return pending.get() >= CONGESTED_DELIVERIES;
  }

  private void add(Operation operation) {
    operations.add(operation);
    pending.incrementAndGet();
    schedule();
  }

  private void schedule() {
    if (scheduled.compareAndSet(false, true)) {
      try {
        loop.execute(this::drain);
      } catch (RejectedExecutionException over) {
        log.debug("The event loop has ended; nothing more is sent");
      }
    }
  }

  /** Stages bytes for one connection, after everything staged for it before. */
  public void write(SendQueue queue, byte[] bytes) {
    if (bytes.length > 0) {
      stage(queue, buffer.append(bytes));
      schedule();
    }
  }

  /** Flushes a queue at the end of the iteration, even if it has nothing to send. */
  public void scheduleFlush(SendQueue queue) {
    markDirty(queue);
    schedule();
  }

  /** Adds a slice of the buffer to a queue. */
  void stage(SendQueue queue, long slice) {
    markDirty(queue);
    queue.stage(slice);
  }

  private void markDirty(SendQueue queue) {
    if (queue.markDirty()) {
      dirtyQueues.add(queue);
    }
  }

  /** Records a staged delivery, which is measured when it is flushed. */
  void recordStaged(int receivers, long handedOverNanos) {
    if (receivers > 0) {
      stagedDeliveries.add(new StagedDelivery(receivers, handedOverNanos));
    }
  }

  private void drain() {
    scheduled.set(false);
    stagePending();
    flush();
  }

  /** Stages the pending operations if they are many. */
  public void stageIfMany() {
    if (pending.get() >= EARLY_STAGING) {
      stagePending();
    }
  }

  /** Stages the pending operations, so that bytes written next come behind them. */
  public void stagePending() {
    if (!staging) {
      staging = true;
      try {
        for (Operation operation = operations.poll();
            operation != null;
            operation = operations.poll()) {
          pending.decrementAndGet();
          execute(operation);
        }
        stageBatch();
      } finally {
        staging = false;
      }
    }
  }

  private void execute(Operation operation) {
    switch (operation) {
      case Operation.Delivery(Fanout fanout, List<Recipient> receivers) -> {
        if (!batch.canAdd(receivers)) {
          stageBatch();
        }
        batch.add(fanout, receivers);
      }
      case Operation.Close(Recipient connection, Disconnect why) -> {
        stageBatch();
        closeGracefully(connection, why);
      }
    }
  }

  private void stageBatch() {
    batch.stage(this);
    if (buffer.size() >= EARLY_FLUSH_BYTES) {
      flush();
    }
  }

  /** Closes a connection. A fault is a bug, and affects that connection alone. */
  private static void closeGracefully(Recipient connection, Disconnect why) {
    try {
      connection.closeGracefully(why);
    } catch (RuntimeException fault) {
      log.error("Connection {} could not be closed in order", connection.id(), fault);
    }
  }

  private void flush() {
    ByteBuf bytes = buffer.take();
    for (SendQueue queue : dirtyQueues) {
      queue.flush(bytes);
    }
    dirtyQueues.clear();
    if (bytes != null) {
      bytes.release();
    }
    long now = System.nanoTime();
    for (StagedDelivery delivery : stagedDeliveries) {
      meter.delivered(delivery.receivers(), now - delivery.handedOverNanos());
    }
    stagedDeliveries.clear();
  }
}
