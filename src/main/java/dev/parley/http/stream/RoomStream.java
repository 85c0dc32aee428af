package dev.parley.http.stream;

import dev.parley.chat.api.ChatMetrics;
import dev.parley.chat.api.Disconnect;
import dev.parley.chat.api.Outcome;
import dev.parley.chat.api.RedactedThrowable;
import dev.parley.chat.api.RoomInfo;
import dev.parley.chat.api.RoomWatch;
import dev.parley.chat.history.StoreUnavailableException;
import dev.parley.chat.operator.Operator;
import dev.parley.http.problem.Outcomes;
import dev.parley.http.problem.RoomGoneException;
import dev.parley.tcp.DeliveryMeter;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Streams a room's lines: first those after an offset from the log, then live ones. It is served on
 * the thread of its request, which waits for the log, for the client to read, and for new lines;
 * other threads only add lines, and end it.
 *
 * <p>It ends when its caller may not read it any more, which is checked before each write: at every
 * heartbeat at the latest.
 *
 * <p>From log to live: lines of the log are copied until few are left; then the stream's queue
 * begins to receive live lines, and the lines before them are copied. A line that is in both is
 * written once, as {@link LineWriter} writes each offset once and in order.
 */
public final class RoomStream implements LiveStream {

  /** Dependencies that all streams share. */
  public record Context(
      Operator operator,
      StreamTransport transport,
      ChatMetrics monitor,
      DeliveryMeter meter,
      long sendqBytes,
      Duration heartbeat,
      Duration stallTimeout) {}

  private static final Logger log = LoggerFactory.getLogger(RoomStream.class);

  private final Context context;
  private final LineFormat format;
  private final HttpConnection connection;
  private final StreamAuthorization permit;
  private final StreamQueue queue;
  private final StreamEndpoint endpoint;

  /**
   * @param permit tells whether the stream may still be read
   */
  RoomStream(
      Context context, LineFormat format, HttpConnection connection, StreamAuthorization permit) {
    this.context = context;
    this.format = format;
    this.connection = connection;
    this.permit = permit;
    this.queue = new StreamQueue(context.sendqBytes());
    this.endpoint = new StreamEndpoint(context.transport(), format, connection, queue);
  }

  @Override
  public void end(StreamEnd why) {
    queue.end(why);
  }

  @Override
  public void abort() {
    connection.abort();
  }

  @Override
  public long waitingBytes() {
    return queue.waitingBytes();
  }

  /**
   * Serves the stream until its end. An exception is thrown only before anything was sent, and must
   * be answered.
   */
  void serve(StreamStart start, HttpServletResponse response) throws IOException {
    RoomInfo room = Outcomes.found(context.operator().room(start.room()));
    long after = start.in(room);
    LineWriter lines = new LineWriter(format, room, response.getOutputStream(), after);
    write(room, lines, response);
  }

  private void write(RoomInfo room, LineWriter lines, HttpServletResponse response)
      throws IOException {
    try {
      follow(room, lines);
    } catch (IOException broken) {
      end(isTimeout(broken) ? StreamEnd.SLOW_READER : StreamEnd.CONNECTION_LOST);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      end(StreamEnd.SHUTDOWN);
    } catch (RuntimeException failed) {
      if (!response.isCommitted()) {
        throw failed;
      }
      end(reason(failed));
    }
    finish(room, lines);
  }

  private static StreamEnd reason(RuntimeException failed) {
    return switch (failed) {
      case RoomGoneException _ -> StreamEnd.ROOM_DELETED;
      case StoreUnavailableException _ -> StreamEnd.LOG_UNAVAILABLE;
      default -> {
        log.error("A stream failed", RedactedThrowable.of(failed));
        yield StreamEnd.FAULT;
      }
    };
  }

  private static boolean isTimeout(Throwable broken) {
    Throwable cause = broken;
    while (cause != null && !(cause instanceof SocketTimeoutException)) {
      cause = cause.getCause();
    }
    return cause != null;
  }

  private void follow(RoomInfo room, LineWriter lines) throws IOException, InterruptedException {
    LogPages pages = new LogPages(context.operator(), room);
    for (long head = pages.head();
        head - lines.last() > LogPages.SIZE && goesOn();
        head = pages.head()) {
      pages.copy(lines, head, this::goesOn);
    }
    if (!(context.operator().watch(room.name().value(), endpoint)
        instanceof Outcome.Ok<RoomWatch>(RoomWatch watch))) {
      throw new RoomGoneException(room.name());
    }
    try {
      pages.same(watch.room());
      pages.copy(lines, watch.lastShown(), this::goesOn);
      live(lines);
    } finally {
      watch.stop().run();
    }
  }

  private boolean goesOn() {
    return mayBeRead() && queue.end() == null;
  }

  /** Returns whether the caller may still read; if not, ends the stream. */
  private boolean mayBeRead() {
    StreamEnd why = permit.end();
    if (why != null) {
      end(why);
    }
    return why == null;
  }

  private void live(LineWriter lines) throws IOException, InterruptedException {
    List<StreamedLine> batch = List.of();
    do {
      lines.flush();
      long now = System.nanoTime();
      for (StreamedLine line : batch) {
        endpoint.wrote(line);
        context.meter().delivered(1, now - line.bornNanos());
      }
      batch = queue.take(context.heartbeat());
      if (!mayBeRead()) {
        return;
      }
      for (StreamedLine line : batch) {
        lines.line(line);
      }
      if (batch.isEmpty() && goesOn()) {
        lines.heartbeat();
      }
    } while (!batch.isEmpty() || goesOn());
  }

  private void finish(RoomInfo room, LineWriter lines) {
    StreamEnd why = queue.end();
    if (why == null) {
      throw new IllegalStateException("a stream ends for a reason");
    }
    Disconnect.Reason counted = why.counted();
    if (counted != null) {
      context.monitor().disconnected(counted);
    }
    if (why == StreamEnd.SLOW_READER) {
      log.info("Closing stream {} of {}: {}", endpoint.id(), endpoint.remoteAddress(), why.text());
    } else {
      log.debug("Stream {} of {} ends: {}", endpoint.id(), room.name(), why.text());
    }
    try {
      lines.bye(why);
      lines.flush();
    } catch (IOException gone) {
      log.debug("The reader of stream {} is gone", endpoint.id(), gone);
    }
  }
}
