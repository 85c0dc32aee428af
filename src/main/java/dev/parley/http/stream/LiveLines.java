package dev.parley.http.stream;

import dev.parley.chat.api.RedactedThrowable;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the live lines of one stream, and heartbeats between them, without blocking. One thread
 * writes those of all streams, one stream after the other: a thread for each costs twice as much
 * for a line. Other threads only wake it.
 */
final class LiveLines implements WriteListener, AsyncListener {

  private static final Logger log = LoggerFactory.getLogger(LiveLines.class);

  private final RoomStream.Context context;
  private final StreamQueue queue;
  private final StreamEndpoint endpoint;
  private final BooleanSupplier mayBeRead;
  private final ServletOutputStream out;
  private final AsyncContext async;
  private final Runnable ended;
  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream();
  private final LineWriter lines;
  private final AtomicBoolean awake = new AtomicBoolean();
  private final ReentrantLock lock = new ReentrantLock();
  private volatile boolean begun;

  // What follows is guarded by the lock.
  private List<StreamedLine> batch = List.of();
  private long lastWrite = System.nanoTime();
  private boolean flushed = true;
  private boolean bye;
  private boolean done;

  /**
   * @param mayBeRead checks whether the caller may still read; if not, it ends the queue
   * @param lines the writer of the lines from the log, which is used no more
   * @param ended runs at the end
   */
  LiveLines(
      RoomStream.Context context,
      StreamQueue queue,
      StreamEndpoint endpoint,
      BooleanSupplier mayBeRead,
      LineWriter lines,
      ServletOutputStream out,
      AsyncContext async,
      Runnable ended) {
    this.context = context;
    this.queue = queue;
    this.endpoint = endpoint;
    this.mayBeRead = mayBeRead;
    this.lines = lines.to(buffer);
    this.out = out;
    this.async = async;
    this.ended = ended;
  }

  /** Begins, once the thread of the request has left it. */
  void begin() {
    async.addListener(this);
    out.setWriteListener(this);
    beatAfter(context.heartbeat().toNanos());
  }

  @Override
  public void onWritePossible() {
    begun = true;
    wake();
  }

  /** Does nothing: the request cannot be completed yet, but when its listener is told. */
  @Override
  public void onError(Throwable failure) {}

  /** Ends the stream before it returns, or the container would make an error response of it. */
  @Override
  public void onError(AsyncEvent event) {
    lock.lock();
    try {
      lost(event.getThrowable());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onComplete(AsyncEvent event) {}

  @Override
  public void onTimeout(AsyncEvent event) {}

  @Override
  public void onStartAsync(AsyncEvent event) {}

  /** Makes the writing thread look at the queue. Safe for use from any thread. */
  void wake() {
    if (begun && awake.compareAndSet(false, true)) {
      context.writer().execute(this::write);
    }
  }

  private void write() {
    awake.set(false);
    lock.lock();
    try {
      while (!done && out.isReady() && step()) {}
    } catch (IOException broken) {
      lost(broken);
    } catch (RuntimeException failed) {
      log.error("A stream failed", RedactedThrowable.of(failed));
      queue.end(StreamEnd.FAULT);
      finish();
    } finally {
      lock.unlock();
    }
  }

  /** Writes or flushes once, while the output is ready; returns whether there is more to do. */
  private boolean step() throws IOException {
    if (buffer.size() > 0) {
      buffer.writeTo(out);
      buffer.reset();
      lastWrite = System.nanoTime();
      flushed = false;
      return true;
    }
    if (!flushed) {
      out.flush();
      flushed = true;
      return true;
    }
    countWritten();
    if (bye) {
      finish();
      return false;
    }
    return take();
  }

  private void countWritten() {
    long now = System.nanoTime();
    for (StreamedLine line : batch) {
      endpoint.wrote(line);
      context.meter().delivered(1, now - line.bornNanos());
    }
  }

  /** Takes what is to be written next; returns whether there is anything. */
  private boolean take() throws IOException {
    List<StreamedLine> taken = queue.take();
    batch = mayBeRead.getAsBoolean() ? taken : List.of();
    for (StreamedLine line : batch) {
      lines.line(line);
    }
    StreamEnd why = queue.end();
    if (!batch.isEmpty()) {
      return true;
    }
    if (why != null) {
      lines.bye(why);
      bye = true;
      return true;
    }
    if (untilHeartbeat() <= 0) {
      lines.heartbeat();
      return true;
    }
    return false;
  }

  /** Writes a heartbeat if it is due, and checks whether the caller may still read. */
  private void beat() {
    write();
    lock.lock();
    try {
      if (!done) {
        long nanos = untilHeartbeat();
        beatAfter(nanos > 0 ? nanos : context.heartbeat().toNanos());
      }
    } finally {
      lock.unlock();
    }
  }

  private void beatAfter(long nanos) {
    var _ = context.writer().schedule(this::beat, nanos, TimeUnit.NANOSECONDS);
  }

  private long untilHeartbeat() {
    return lastWrite + context.heartbeat().toNanos() - System.nanoTime();
  }

  private void lost(Throwable failure) {
    if (!done) {
      log.debug("The reader of stream {} is gone", endpoint.id(), failure);
      queue.end(StreamEnd.of(failure));
      finish();
    }
  }

  private void finish() {
    done = true;
    ended.run();
    try {
      async.complete();
    } catch (IllegalStateException over) {
      log.debug("The request of stream {} is over already", endpoint.id(), over);
    }
  }
}
