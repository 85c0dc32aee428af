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
 * What one event loop has to send. During a turn of the loop everything that is to go out is put
 * into one buffer, each piece once, and each receiver notes which parts of it concern it; at the
 * end of the turn each gets its parts in one write. So a line costs its bytes once, and a
 * connection costs one system call a turn, however many lines and rooms there are.
 *
 * <p>{@link #deliver}, {@link #close} and {@link #congested} may be called from any thread,
 * everything else on the loop alone.
 */
public final class EventLoopWriter {

  private static final Logger log = LoggerFactory.getLogger(EventLoopWriter.class);

  /** From this many waiting deliveries on, nothing more should be read that could add to them. */
  private static final int CONGESTED = 4096;

  /** From so many on they are put into the turn before its end. */
  private static final int MANY = 256;

  /** From this size on a turn's buffer is sent early, as a stalled reader may keep hold of it. */
  private static final int TURN_BYTES = 64 * 1024;

  private final EventLoop loop;
  private final DeliveryMeter meter;
  private final Queue<Item> items = new ConcurrentLinkedQueue<>();
  private final AtomicInteger waiting = new AtomicInteger();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private final List<SendQueue> touched = new ArrayList<>();
  private final List<Sent> sent = new ArrayList<>();
  private final FlushBuffer turn = new FlushBuffer();
  private final DeliveryBatch batch = new DeliveryBatch(turn);
  private boolean staging;

  /** Something to do, in its place in the order of sending. */
  private sealed interface Item {
    /** Show an event to receivers of this loop. */
    record Delivery(Fanout fanout, List<Recipient> receivers) implements Item {}

    /** End a connection. */
    record Close(Recipient connection, Disconnect why) implements Item {}
  }

  /** A delivery of this turn, to be measured when it leaves. */
  private record Sent(int receivers, long bornNanos) {}

  public EventLoopWriter(EventLoop loop, DeliveryMeter meter) {
    this.loop = loop;
    this.meter = meter;
  }

  /** Shows an event to connections of this loop. */
  void deliver(Fanout fanout, List<Recipient> receivers) {
    add(new Item.Delivery(fanout, receivers));
  }

  /** Ends a connection of this loop after all that was handed over before. */
  public void close(Recipient connection, Disconnect why) {
    add(new Item.Close(connection, why));
  }

  /** Whether the loop is far behind. */
  public boolean congested() {
    return waiting.get() >= CONGESTED;
  }

  private void add(Item item) {
    items.add(item);
    waiting.incrementAndGet();
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

  /** Puts bytes for one connection into this turn, after what the turn has for it already. */
  public void write(SendQueue queue, byte[] bytes) {
    if (bytes.length > 0) {
      stage(queue, turn.put(bytes));
      schedule();
    }
  }

  /** Has a queue looked at when the turn ends, whether or not there is something to send. */
  public void touch(SendQueue queue) {
    enlist(queue);
    schedule();
  }

  /** Has a queue send a part of this turn. */
  void stage(SendQueue queue, long part) {
    enlist(queue);
    queue.stage(part);
  }

  private void enlist(SendQueue queue) {
    if (queue.touch()) {
      touched.add(queue);
    }
  }

  /** Notes a delivery of this turn to so many, to be measured when it leaves. */
  void staged(int receivers, long bornNanos) {
    if (receivers > 0) {
      sent.add(new Sent(receivers, bornNanos));
    }
  }

  private void drain() {
    scheduled.set(false);
    stageWaiting();
    flush();
  }

  /** Puts what was handed over into the turn where that is much already. */
  public void stageMany() {
    if (waiting.get() >= MANY) {
      stageWaiting();
    }
  }

  /**
   * Puts what was handed over so far into the turn, so that what is written next comes behind it.
   */
  public void stageWaiting() {
    if (!staging) {
      staging = true;
      try {
        for (Item item = items.poll(); item != null; item = items.poll()) {
          waiting.decrementAndGet();
          carryOut(item);
        }
        stageBatch();
      } finally {
        staging = false;
      }
    }
  }

  private void carryOut(Item item) {
    switch (item) {
      case Item.Delivery(Fanout fanout, List<Recipient> receivers) -> {
        if (!batch.takes(receivers)) {
          stageBatch();
        }
        batch.add(fanout, receivers);
      }
      case Item.Close(Recipient connection, Disconnect why) -> {
        stageBatch();
        depart(connection, why);
      }
    }
  }

  private void stageBatch() {
    batch.stage(this);
    if (turn.size() >= TURN_BYTES) {
      flush();
    }
  }

  /** A fault is a bug, and costs that connection alone. */
  private static void depart(Recipient connection, Disconnect why) {
    try {
      connection.depart(why);
    } catch (RuntimeException fault) {
      log.error("Connection {} could not be closed in order", connection.id(), fault);
    }
  }

  private void flush() {
    ByteBuf bytes = turn.take();
    for (SendQueue queue : touched) {
      queue.flush(bytes);
    }
    touched.clear();
    if (bytes != null) {
      bytes.release();
    }
    long now = System.nanoTime();
    for (Sent delivery : sent) {
      meter.delivered(delivery.receivers(), now - delivery.bornNanos());
    }
    sent.clear();
  }
}
